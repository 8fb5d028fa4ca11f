#!/usr/bin/env python3
"""Makes inception.safetensors: what torchvision's Inception-v3, with the poolings of the Frechet Inception distance, gives for
three pictures with weights that both sides make from names and places, so that no weights need to be kept.

    python3 tests/golden/inception.py tests/golden/inception.safetensors    # wants torch, torchvision, numpy

The k-th number of a thing called S is splitmix64's output function of FNV-1a(S) + (k+1) 2^64/phi, its upper 24 bits as a
fraction u. Weights W of convolutions and of the linear layer are (2u-1) sqrt(6/in), k in PyTorch's order; scales and running
variances u + 1/2, shifts, biases and running means (2u-1)/10. Pictures are rough blocks of 8x8 pixels with fine noise.

All is computed in double. As published: TensorFlow 1's bilinear resize, (byte - 128)/128. As pytorch-fid: PyTorch's bilinear resize,
byte/127.5 - 1. The poolings that differ from torchvision's are those that pytorch-fid lists."""
import json
import struct
import sys

import numpy as np
import torch
import torch.nn.functional as F
from torchvision.models import inception

U = np.uint64


def fractions(name, k):
    """Numbers k (an array) of the thing called name: 64 random bits each."""
    h = 0xCBF29CE484222325
    for c in name.encode():
        h = (h ^ c) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    z = U(h) + (k.astype(U) + U(1)) * U(0x9E3779B97F4A7C15)
    z = (z ^ (z >> U(30))) * U(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> U(27))) * U(0x94D049BB133111EB)
    return z ^ (z >> U(31))


def unit(name, n):
    return (fractions(name, np.arange(n)) >> U(40)).astype(np.float64) / 2**24


def parameter(name, shape):
    u = unit(name, int(np.prod(shape)))
    if name.endswith(("conv.weight", "fc.weight")):
        u = (2 * u - 1) * np.sqrt(6 / np.prod(shape[1:]))
    elif name.endswith(("bn.weight", "running_var")):
        u = u + 0.5
    else:
        u = (2 * u - 1) / 10
    return torch.from_numpy(u.astype(np.float32).reshape(shape).astype(np.float64))


def pictures(name, n, h, w):
    k = np.arange(n * h * w * 3)
    c, x, y, i = k % 3, k // 3 % w, k // (3 * w) % h, k // (3 * w * h)
    rough = fractions(name + ".rough", ((i * 64 + y // 8) * 64 + x // 8) * 3 + c) >> U(56)
    fine = fractions(name + ".fine", k) >> U(56)
    return ((rough * U(3) + fine) >> U(2)).astype(np.uint8).reshape(n, h, w, 3)


class Pools:
    """torch.nn.functional as torchvision's blocks see it, with other means of windows."""

    greatest = False

    def __getattr__(self, name):
        return getattr(F, name)

    def avg_pool2d(self, x, kernel_size, stride, padding):
        if self.greatest:
            return F.max_pool2d(x, kernel_size, stride, padding)
        return F.avg_pool2d(x, kernel_size, stride, padding, count_include_pad=False)


def network():
    net = inception.inception_v3(weights=None, num_classes=1008, aux_logits=False, init_weights=False).double().eval()
    state = net.state_dict()
    net.load_state_dict({k: v if k.endswith("tracked") else parameter(k, tuple(v.shape)) for k, v in state.items()})
    pools = inception.F = Pools()
    net.Mixed_7c.register_forward_pre_hook(lambda *_: setattr(pools, "greatest", True))
    net.Mixed_7c.register_forward_hook(lambda *_: setattr(pools, "greatest", False))
    return net


def as_tensorflow_1(x, size):
    """x[n,h,w,c] bilinearly to size x size: row i is taken from i h/size."""
    for axis in 1, 2:
        at = np.arange(size) * x.shape[axis] / size
        lo = np.floor(at).astype(int)
        t = (at - lo).reshape((-1, 1, 1) if axis == 1 else (-1, 1))
        hi = np.minimum(lo + 1, x.shape[axis] - 1)
        x = (1 - t) * x.take(lo, axis) + t * x.take(hi, axis)
    return x


def published(x):
    return torch.from_numpy((as_tensorflow_1(x.astype(np.float64), 299) - 128) / 128).permute(0, 3, 1, 2)


def pytorch_fid(x):
    x = torch.from_numpy(x.astype(np.float64) / 255).permute(0, 3, 1, 2)
    return 2 * F.interpolate(x, size=(299, 299), mode="bilinear", align_corners=False) - 1


def look(net, x):
    seen = {}
    names = {"maxpool1": "features.64", "maxpool2": "features.192", "Mixed_6e": "features.768", "avgpool": "features", "fc": "fc"}
    hooks = [getattr(net, m).register_forward_hook(
        lambda _m, _i, y, to=to: seen.__setitem__(to, y.mean((2, 3)) if y.dim() == 4 else y)) for m, to in names.items()]
    with torch.no_grad():
        net(x)
    for h in hooks:
        h.remove()
    return seen


def save(path, tensors, meta):
    head, at = {"__metadata__": meta}, 0
    data = []
    for name in sorted(tensors):
        t = tensors[name].numpy().astype("<f4")
        head[name] = {"dtype": "F32", "shape": list(t.shape), "data_offsets": [at, at + t.nbytes]}
        data.append(t.tobytes())
        at += t.nbytes
    text = json.dumps(head).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as f:
        f.write(struct.pack("<Q", len(text)) + text + b"".join(data))


def main():
    net = network()
    small, large = pictures("small", 2, 32, 32), pictures("large", 1, 350, 420)
    golden = {}
    for name, x in ("small", small), ("large", large):
        seen = look(net, published(x))
        golden["published." + name + ".features"] = seen["features"]
        if name == "large":
            golden.update({"published.large." + k: v for k, v in seen.items()})
        golden["pytorch-fid." + name + ".features"] = look(net, pytorch_fid(x[:1]))["features"]
    for k, v in golden.items():
        print(k, tuple(v.shape), "mean %.4g, std %.4g, greatest %.4g" % (v.mean(), v.std(), v.abs().max()))
    save(sys.argv[1], golden, {"made-by": "tests/golden/inception.py"})


if __name__ == "__main__":
    main()
