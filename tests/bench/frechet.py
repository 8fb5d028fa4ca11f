#!/usr/bin/env python3
"""frechet.py PICTURES [REFERENCE]     how far generated digits are from real ones; smaller is better
   frechet.py --check                  this program against known values

The Frechet distance between two sets of pictures in the 84 features f6 of a LeNet that others trained on MNIST: means m and
covariances C (of a sample, n - 1) give |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2)). PICTURES and REFERENCE are data
streams of 28x28 or 32x32 grey pictures as gan-sample -t and gan-data write them, or IDX files, also compressed by gzip; REFERENCE
is MNIST's test set where it is not given. The network, the test set and the known values are taken from the folder $GAN_DATA.

A model on the way:   gan-sample -n 10000 -t < g.t > s.t && GAN_DATA=... frechet.py s.t

Needs NumPy; a zstd stream needs the program zstd. With 10,000 pictures on each side, seeds differ by about a tenth of the distance.
"""
import gzip
import json
import os
import subprocess
import sys

import numpy as np

ZSTD = b'\x28\xb5\x2f\xfd'


def fail(text):
    sys.exit('frechet.py: ' + text)


def documents(raw):
    """The safetensors documents of a stream: one after another, eight-byte lengths before their headers."""
    at = 0
    while at < len(raw):
        n = int.from_bytes(raw[at:at + 8], 'little')
        header = json.loads(raw[at + 8:at + 8 + n])
        header.pop('__metadata__', None)
        start = at + 8 + n
        kind = {'F32': '<f4', 'U8': 'u1', 'I64': '<i8'}
        yield {k: np.frombuffer(raw[start + v['data_offsets'][0]:start + v['data_offsets'][1]],
                                kind[v['dtype']]).reshape(v['shape']) for k, v in header.items()}
        at = start + max((v['data_offsets'][1] for v in header.values()), default=0)


def contents(path):
    try:
        with open(path, 'rb') as f:
            raw = f.read()
    except OSError as e:
        fail(str(e))
    if raw[:2] == b'\x1f\x8b':
        return gzip.decompress(raw)
    if raw[:4] == ZSTD:
        return subprocess.run(['zstd', '-dcq'], input=raw, stdout=subprocess.PIPE, check=True).stdout
    return raw


def tensors(path):
    return next(documents(contents(path)))


def pictures(path):
    """Bytes [n,h,w]."""
    raw = contents(path)
    if raw[:3] == b'\0\0\x08' and raw[3] == 3:
        n, h, w = np.frombuffer(raw[4:16], '>i4')
        return np.frombuffer(raw[16:], 'u1').reshape(n, h, w)
    x = [d['x'] for d in documents(raw) if 'x' in d]
    if not x or x[0].dtype != np.uint8 or x[0].ndim != 4 or x[0].shape[3] != 1:
        fail('%s: expected grey pictures, a tensor x U8 [n,h,w,1]' % path)
    return np.concatenate(x)[..., 0]


def as_input(x):
    """Float [n,1,32,32] in 0..1; a picture of 28x28 gets a black frame, on which digits lie anyway."""
    n, h, w = x.shape
    if (h, w) not in ((28, 28), (32, 32)):
        fail('expected pictures of 28x28 or 32x32 pixels, found %dx%d' % (w, h))
    out = np.zeros((n, 1, 32, 32), np.float32)
    y, z = (32 - h) // 2, (32 - w) // 2
    out[:, 0, y:y + h, z:z + w] = x.astype(np.float32) / 255
    return out


def conv(x, weight, bias):
    """Valid convolution of [n,c,h,w] with [o,c,5,5], as one product."""
    n, c, h, w = x.shape
    o, _, k, _ = weight.shape
    s = x.strides
    patches = np.lib.stride_tricks.as_strided(x, (n, h - k + 1, w - k + 1, c, k, k), (s[0], s[2], s[3], s[1], s[2], s[3]))
    flat = patches.reshape(-1, c * k * k) @ weight.reshape(o, -1).T + bias
    return np.ascontiguousarray(flat.reshape(n, h - k + 1, w - k + 1, o).transpose(0, 3, 1, 2))


def pool(x):
    n, c, h, w = x.shape
    return np.ascontiguousarray(x.reshape(n, c, h // 2, 2, w // 2, 2).max(axis=(3, 5)))


def relu(x):
    return np.maximum(x, 0)


def features(net, x):
    """f6, after its relu: [n,84]."""
    out = []
    for part in np.array_split(x, max(1, len(x) // 250)):
        h = pool(relu(conv(part, net['convnet.c1.weight'], net['convnet.c1.bias'])))
        h = pool(relu(conv(h, net['convnet.c3.weight'], net['convnet.c3.bias'])))
        h = relu(conv(h, net['convnet.c5.weight'], net['convnet.c5.bias'])).reshape(len(part), -1)
        out.append(relu(h @ net['fc.f6.weight'].T + net['fc.f6.bias']))
    return np.concatenate(out)


def root(c):
    """Of a symmetric matrix without negative eigenvalues (but for rounding)."""
    value, vector = np.linalg.eigh(c)
    return (vector * np.sqrt(np.maximum(value, 0))) @ vector.T


def distance(a, b):
    """tr (C1 C2)^(1/2) is the sum of the roots of the eigenvalues of C1^(1/2) C2 C1^(1/2), which is symmetric."""
    a, b = a.astype(np.float64), b.astype(np.float64)
    c1, c2 = np.cov(a, rowvar=False), np.cov(b, rowvar=False)
    r = root(c1)
    product = np.maximum(np.linalg.eigvalsh(r @ c2 @ r), 0)
    return float(np.sum((a.mean(0) - b.mean(0)) ** 2) + np.trace(c1) + np.trace(c2) - 2 * np.sum(np.sqrt(product)))


def check(data, net):
    golden = tensors(os.path.join(data, 'goldens/mnist-lenet5.golden.safetensors'))
    worst = float(np.abs(features(net, golden['input']) - golden['f6']).max() / np.abs(golden['f6']).max())
    sets = tensors(os.path.join(data, 'goldens/frechet-lenet-features.golden.safetensors'))
    got = [distance(sets['A'], sets[k]) for k in 'BC']
    bad = worst > 1e-4 or any(abs(g - w) > 1e-4 * w for g, w in zip(got, (3.261353, 580.0458)))
    print('features: worst relative difference %.1e; A-B %.6f (3.261353), A-C %.4f (580.0458): %s' %
          (worst, *got, 'WRONG' if bad else 'right'))
    return int(bad)


def main():
    args = sys.argv[1:]
    data = os.environ.get('GAN_DATA')
    if not args or len(args) > 2 or args[0] in ('-h', '--help'):
        sys.exit(__doc__)
    if not data:
        fail('GAN_DATA is not set: the folder that has weights/mnist-lenet5-csinva.safetensors')
    net = tensors(os.path.join(data, 'weights/mnist-lenet5-csinva.safetensors'))
    if args[0] == '--check':
        sys.exit(check(data, net))
    reference = args[1] if len(args) == 2 else os.path.join(data, 'data/mnist/t10k-images-idx3-ubyte.gz')
    print('%.4f' % distance(*(features(net, as_input(pictures(p))) for p in (args[0], reference))))


if __name__ == '__main__':
    main()
