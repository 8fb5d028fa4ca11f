"""The other side of make bench-rival: PyTorch doing what our tools do. Never run by itself; rival.py starts it.

    rival_torch.py serve          takes commands from stdin, one a line; answers "ok NUMBER..." or "fail REASON"
    rival_torch.py cold PTH PPM   from nothing to a grid of 64 samples of the generator in PTH
    rival_torch.py memory VARIANT three training steps; prints the peak of the process's memory in MB

The training step is that of the DCGAN example of pytorch/examples: D on real and on fake pictures in two passes (each with
its own batch statistics), one update of D, then G against the updated D with the same fake pictures. It differs where that
saves PyTorch time: D's weights get no gradient in G's update (the example computes one and throws it away), losses are not
fetched, Adam is the fused one where there is one. So both sides compute the same.
"""
import contextlib
import ctypes
import json
import sys
import time

import numpy as np
import torch
from torch import nn

BATCH = 64


def dcgan_init(m):
    if isinstance(m, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(m.weight, 0.0, 0.02)
    elif isinstance(m, nn.BatchNorm2d):
        nn.init.normal_(m.weight, 1.0, 0.02)
        nn.init.zeros_(m.bias)


class Net(nn.Module):
    """The layers under the name main, as the example has them, and our streams."""

    def __init__(self, layers):
        super().__init__()
        self.main = nn.Sequential(*layers)

    def forward(self, x):
        return self.main(x)


def dcgan_g(nz=100, ngf=64, nc=3):
    layers, before = [], nz
    for i, after in enumerate((ngf * 8, ngf * 4, ngf * 2, ngf)):
        layers += [nn.ConvTranspose2d(before, after, 4, 1 if i == 0 else 2, 0 if i == 0 else 1, bias=False),
                   nn.BatchNorm2d(after), nn.ReLU(True)]
        before = after
    return Net(layers + [nn.ConvTranspose2d(before, nc, 4, 2, 1, bias=False), nn.Tanh()]).apply(dcgan_init)


def dcgan_d(ndf=64, nc=3, norm=True):
    layers = [nn.Conv2d(nc, ndf, 4, 2, 1, bias=not norm), nn.LeakyReLU(0.2, inplace=True)]
    before = ndf
    for after in (ndf * 2, ndf * 4, ndf * 8):
        layers += [nn.Conv2d(before, after, 4, 2, 1, bias=not norm)] + [nn.BatchNorm2d(after)] * norm
        layers += [nn.LeakyReLU(0.2, inplace=True)]
        before = after
    return Net(layers + [nn.Conv2d(before, 1, 4, 1, 0, bias=not norm)]).apply(dcgan_init)


def adam(net, lr, betas, eps):
    try:
        return torch.optim.Adam(net.parameters(), lr=lr, betas=betas, eps=eps, fused=True)
    except (TypeError, RuntimeError, ValueError):
        return torch.optim.Adam(net.parameters(), lr=lr, betas=betas, eps=eps)


def bce(logits, target):
    return nn.functional.binary_cross_entropy_with_logits(logits, target)


class Dcgan:
    """One variant: words of f32|bf16, channels_last, compile."""

    def __init__(self, variant):
        words = variant.split()
        self.g, self.d = dcgan_g(), dcgan_d()
        self.format = torch.channels_last if 'channels_last' in words else torch.contiguous_format
        self.g.to(memory_format=self.format)
        self.d.to(memory_format=self.format)
        self.cast = (lambda: torch.autocast('cpu', dtype=torch.bfloat16)) if 'bf16' in words else contextlib.nullcontext
        self.run_g, self.run_d = self.g, self.d
        if 'compile' in words:
            self.run_g, self.run_d = torch.compile(self.g), torch.compile(self.d)
        self.opt_g = adam(self.g, 2e-4, (0.5, 0.999), 1e-8)
        self.opt_d = adam(self.d, 2e-4, (0.5, 0.999), 1e-8)
        self.data = torch.randint(0, 256, (512, 64, 64, 3), dtype=torch.uint8)
        self.ones, self.zeros = torch.ones(BATCH), torch.zeros(BATCH)

    def batch(self):
        x = self.data[torch.randint(0, len(self.data), (BATCH,))].permute(0, 3, 1, 2)
        return (x.float() / 127.5 - 1).contiguous(memory_format=self.format)

    def loss(self, x, target):
        with self.cast():
            s = self.run_d(x).view(-1)
        return bce(s.float(), target)

    def step(self, real=None):
        real = self.batch() if real is None else real
        self.opt_d.zero_grad(set_to_none=True)
        on_real = self.loss(real, self.ones)
        on_real.backward()
        with self.cast():
            fake = self.run_g(torch.randn(BATCH, 100, 1, 1))
        fake = fake.float()
        on_fake = self.loss(fake.detach(), self.zeros)
        on_fake.backward()
        self.opt_d.step()
        self.d.requires_grad_(False)
        self.opt_g.zero_grad(set_to_none=True)
        of_g = self.loss(fake, self.ones)
        of_g.backward()
        self.opt_g.step()
        self.d.requires_grad_(True)
        return on_real, on_fake, of_g


class Critic(Dcgan):
    """One update of D by the loss of WGAN-GP; D without batch norm. torch.compile cannot differentiate twice: D is compiled for
    the plain passes only. The points between real and fake want no gradient of the loss."""

    def __init__(self, variant):
        super().__init__(variant)
        self.d = dcgan_d(norm=False).to(memory_format=self.format)
        self.run_d = torch.compile(self.d) if 'compile' in variant.split() else self.d
        self.opt_d = adam(self.d, 1e-4, (0.5, 0.9), 1e-8)
        self.weights = list(self.d.parameters())

    def penalty(self, real, fake):
        mix = torch.rand(BATCH, 1, 1, 1)
        x = (fake + mix * (real - fake)).requires_grad_()
        with self.cast():
            s = self.d(x)
        dx, = torch.autograd.grad(s.float().sum(), x, create_graph=True)
        return 10 * ((dx.square().sum((1, 2, 3)).sqrt() - 1) ** 2).mean()

    def step(self):
        real = self.batch()
        with torch.no_grad(), self.cast():
            fake = self.run_g(torch.randn(BATCH, 100, 1, 1))
        fake = fake.float()
        self.opt_d.zero_grad(set_to_none=True)
        with self.cast():
            loss = self.run_d(fake).float().mean() - self.run_d(real).float().mean()
        (loss + self.penalty(real, fake)).backward(inputs=self.weights)
        self.opt_d.step()


class Mlp:
    """The lecture's GAN: 100-256-784 against 784-256-1, D updated on real, then on fake, then G with fresh latents."""

    def __init__(self, variant):
        self.g = nn.Sequential(nn.Linear(100, 256), nn.ReLU(), nn.Linear(256, 784), nn.Sigmoid())
        self.d = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 1))
        for m in [*self.g, *self.d]:
            if isinstance(m, nn.Linear):
                nn.init.xavier_uniform_(m.weight)
                nn.init.zeros_(m.bias)
        self.run_g, self.run_d = self.g, self.d
        if 'compile' in variant.split():
            self.run_g, self.run_d = torch.compile(self.g), torch.compile(self.d)
        self.opt_g = adam(self.g, 2e-4, (0.9, 0.999), 1e-7)
        self.opt_d = adam(self.d, 1e-4, (0.9, 0.999), 1e-7)
        self.data = torch.randint(0, 256, (60000, 784), dtype=torch.uint8)
        self.ones, self.zeros = torch.ones(50, 1), torch.zeros(50, 1)

    def update(self, opt, loss):
        opt.zero_grad(set_to_none=True)
        loss.backward()
        opt.step()

    def step(self):
        real = self.data[torch.randint(0, len(self.data), (50,))].float() / 255
        self.update(self.opt_d, bce(self.run_d(real), self.ones))
        with torch.no_grad():
            fake = self.run_g(torch.randn(50, 100))
        self.update(self.opt_d, bce(self.run_d(fake), self.zeros))
        self.d.requires_grad_(False)
        self.update(self.opt_g, bce(self.run_d(self.run_g(torch.randn(50, 100))), self.ones))
        self.d.requires_grad_(True)


def pictures(g, layout):
    """64 samples as bytes [64,64,64,3]."""
    with torch.inference_mode():
        x = g(torch.randn(BATCH, 100, 1, 1).contiguous(memory_format=layout))
        return ((x + 1) * 127.5).round().clamp(0, 255).to(torch.uint8).permute(0, 2, 3, 1).contiguous().numpy()


def cold(pth, ppm):
    g = dcgan_g_empty()
    g.load_state_dict(torch.load(pth))
    x = pictures(g.eval(), torch.contiguous_format)
    grid = np.zeros((8 * 65 + 1, 8 * 65 + 1, 3), np.uint8)
    for k in range(BATCH):
        y0, x0 = 1 + k // 8 * 65, 1 + k % 8 * 65
        grid[y0:y0 + 64, x0:x0 + 64] = x[k]
    with open(ppm, 'wb') as f:
        f.write(b'P6\n%d %d\n255\n' % (grid.shape[1], grid.shape[0]) + grid.tobytes())


def dcgan_g_empty():
    """Without time spent on initial weights that a checkpoint replaces."""
    global dcgan_init
    kept, dcgan_init = dcgan_init, lambda m: None
    try:
        return dcgan_g()
    finally:
        dcgan_init = kept


def tensors(path):
    """Of a plain safetensors file; dtypes F32 and U8 only."""
    with open(path, 'rb') as f:
        header = json.loads(f.read(int.from_bytes(f.read(8), 'little')))
        raw = f.read()
    header.pop('__metadata__', None)
    kind = {'F32': '<f4', 'U8': 'u1'}
    return {k: torch.from_numpy(np.frombuffer(raw[v['data_offsets'][0]:v['data_offsets'][1]], kind[v['dtype']])
                                .reshape(v['shape']).copy()) for k, v in header.items() if v['dtype'] in kind}


def set_threads(n):
    """PyTorch's, and those of an OpenBLAS that it calls (Debian's does), which has threads of its own."""
    torch.set_num_threads(n)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL('libblas.so.3').openblas_set_num_threads(n)


class Server:
    def __init__(self):
        self.made = {}

    def variant(self, kind, name, threads=0):
        """Made and warmed at its first use; compiled code depends on the number of threads."""
        if threads:
            set_threads(int(threads))
        key = kind, name, threads
        if key not in self.made:
            made = kind(name)
            for _ in range(2):
                made.step()
            self.made[key] = made
        return self.made[key]

    def version(self):
        return [torch.__version__.split('+')[0].split('a')[0], int(hasattr(torch, 'compile'))]

    def timed(self, count, run, threads=0):
        """Seconds of each run; on one thread, those of the CPU, which a busy machine changes less."""
        clock = time.process_time if threads == '1' else time.perf_counter
        seconds = []
        for _ in range(int(count)):
            start = clock()
            run()
            seconds.append(clock() - start)
        return seconds

    def step(self, threads, count, *words):
        return self.timed(count, self.variant(Dcgan, ' '.join(words), threads).step, threads)

    def critic(self, threads, count, *words):
        return self.timed(count, self.variant(Critic, ' '.join(words), threads).step, threads)

    def mlp(self, threads, count, *words):
        """Seconds for count steps."""
        net = self.variant(Mlp, ' '.join(words), threads)
        return [sum(self.timed(count, net.step, threads))]

    def sample(self, threads, count, layout):
        set_threads(int(threads))
        layout = getattr(torch, layout)
        g = dcgan_g().eval().to(memory_format=layout)
        pictures(g, layout)
        return self.timed(count, lambda: pictures(g, layout))

    def export(self, path):
        """A generator for cold starts."""
        torch.save(dcgan_g().state_dict(), path)
        return []

    def save(self, count, path):
        net = self.variant(Dcgan, 'f32')
        parts = (net.g, net.d, net.opt_g, net.opt_d)
        return self.timed(count, lambda: torch.save([p.state_dict() for p in parts], path))

    def load(self, count, path):
        net = self.variant(Dcgan, 'f32')

        def run():
            for part, state in zip((net.g, net.d, net.opt_g, net.opt_d), torch.load(path)):
                part.load_state_dict(state)

        return self.timed(count, run)

    def check(self, model, data):
        """Our initial weights and our 64 pictures: the three losses of the first step, the norm of D's gradient, and its GFLOP
        where PyTorch can count them (else 0). Latents are its own."""
        net = Dcgan('f32')
        state = tensors(model)
        for name, part in (('g.', net.g), ('d.', net.d)):
            missing = part.load_state_dict({k[2:]: v for k, v in state.items() if k.startswith(name)}, strict=False)
            if missing.unexpected_keys or any('num_batches' not in k for k in missing.missing_keys):
                raise ValueError('weights do not fit: %s' % (missing,))
        x = tensors(data)['x'].permute(0, 3, 1, 2).float() / 127.5 - 1
        flops = 0
        try:
            from torch.utils.flop_counter import FlopCounterMode
            counter = FlopCounterMode(display=False)
        except ImportError:
            counter = None
        with counter or contextlib.nullcontext():
            losses = net.step(x)
        if counter:
            flops = counter.get_total_flops() / 1e9
        return [float(v) for v in losses] + [flops]


def serve():
    server = Server()
    if hasattr(torch, 'compile'):
        for name in ('cache_size_limit', 'recompile_limit'):  # all nets share one forward(): beyond the limit it is not compiled
            with contextlib.suppress(Exception):
                setattr(torch._dynamo.config, name, 64)
    for line in sys.stdin:
        words = line.split()
        try:
            answer = 'ok ' + ' '.join(str(v) for v in getattr(server, words[0])(*words[1:]))
        except Exception as e:  # whatever it is, the next command may do better
            why = str(e).strip().splitlines() or ['']
            answer = 'fail %s: %s' % (type(e).__name__, why[0][:160])
        print(answer, flush=True)


def memory(variant):
    import resource
    net = Dcgan(variant)
    for _ in range(3):
        net.step()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == '__main__':
    {'serve': serve, 'cold': cold, 'memory': memory}[sys.argv[1]](*sys.argv[2:])
