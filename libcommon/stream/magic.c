/* Telling streams, and what is no stream, by the first bytes. */
#include <string.h>

#include "stream/parts.h"

#define PICTURE "; make a data stream of it: anytopnm FILE | gan-data"

static const struct {
	const char *bytes;
	size_t n;
	const char *what;
} foreign[] = {
	{"\x89PNG", 4, "a PNG picture" PICTURE},
	{"\xff\xd8\xff", 3, "a JPEG picture" PICTURE},
	{"GIF8", 4, "a GIF picture" PICTURE},
	{"BM", 2, "a BMP picture" PICTURE},
	{"II*\0", 4, "a TIFF picture" PICTURE},
	{"MM\0*", 4, "a TIFF picture" PICTURE},
	{"RIFF", 4, "a RIFF file (WebP, AVI, WAV)"},
	{"\x1f\x8b", 2, "gzip; unpack it on the way: <(zcat FILE)"},
	{"BZh", 3, "bzip2; unpack it on the way: <(bzcat FILE)"},
	{"\xfd" "7zXZ", 5, "xz; unpack it on the way: <(xzcat FILE)"},
	{"\x04\x22\x4d\x18", 4, "lz4; unpack it on the way: <(lz4cat FILE)"},
	{"PK\3\4", 4, "a zip file, perhaps a PyTorch checkpoint; save it from Python with safetensors.torch.save_file"},
	{"\x80\x02", 2, "a Python pickle; save it from Python with safetensors.torch.save_file"},
	{"\x80\x04", 2, "a Python pickle; save it from Python with safetensors.torch.save_file"},
	{"GGUF", 4, "a GGUF model; only safetensors are read"},
	{"\x89HDF", 4, "an HDF5 file; only safetensors are read"},
	{"\x93NUMPY", 6, "a NumPy array; save it from Python with safetensors.numpy.save_file"},
	{"\0\0\x08\x01", 4, "an IDX label file; it goes with its pictures: gan-data --idx IMAGES LABELS"},
	{"\0\0\x08\x03", 4, "an IDX file; make a data stream of it: gan-data --idx FILE"},
	{"\0\0\x08\x04", 4, "an IDX file; make a data stream of it: gan-data --idx FILE"},
};

const char *gan_foreign(const unsigned char *p, size_t n)
{
	size_t i;

	if (n >= 3 && p[0] == 'P' && p[1] >= '1' && p[1] <= '7' && strchr(" \t\n\r#", p[2]))
		return "a PNM picture; make a data stream of it: gan-data FILE";
	for (i = 0; i < sizeof foreign / sizeof *foreign; i++)
		if (n >= foreign[i].n && !memcmp(p, foreign[i].bytes, foreign[i].n))
			return foreign[i].what;
	return NULL;
}

int gan_stream_detect(const void *head, size_t n)
{
	const unsigned char *p = head;
	uint64_t len;

	if (n < 4)
		return 0;
	if (gan_le32(p) == GAN_ZSTD_MAGIC || (gan_le32(p) & 0xfffffff0u) == GAN_SKIP_MAGIC)
		return 1;
	if (n < 9)
		return 0;
	len = gan_le64(p);
	return len >= 2 && len <= GAN_HEADER_HARD_MAX && strchr("{ \t\r\n", p[8]) && p[8];
}
