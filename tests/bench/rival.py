"""make bench-rival: our tools and PyTorch at the same work, turn by turn, and one table of medians. rival.sh starts it.

    rival.py DIR BENCH PYTHON...

DIR holds what rival.sh made there; BENCH is the folder of the benchmark programs; each PYTHON is an interpreter with torch.
A ratio is the best of theirs over ours: above 1 we are faster, or smaller. Standard library only.
"""
import os
import queue
import resource
import statistics
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
SERVER = os.path.join(HERE, 'rival_torch.py')
CPUS = len(os.sched_getaffinity(0))
ROUNDS = int(os.environ.get('RIVAL_ROUNDS', 3))
ANSWER_SECONDS = 100
STEPS = ['f32', 'f32 channels_last', 'bf16', 'bf16 channels_last']
COMPILED = ['f32 compile', 'f32 channels_last compile', 'bf16 channels_last compile']
MLP_STEPS = 1000
BEGAN = time.monotonic()
# After so many seconds every row still gets its first round, and no second one.
BUDGET = float(os.environ.get('RIVAL_SECONDS', 270))


class Failed(Exception):
    pass


def late():
    return time.monotonic() - BEGAN > BUDGET


def say(text):
    print(text, file=sys.stderr, flush=True)


class Rival:
    """One interpreter with torch: a server that is started again when it dies or hangs."""

    def __init__(self, python):
        self.python = python
        self.process = None
        version, compiles = self.ask('version')
        self.name = 'torch ' + '.'.join(version.split('.')[:2])
        self.full = version
        self.variants = STEPS + (COMPILED if compiles == '1' else [])
        self.mlp_variants = ['f32'] + (['f32 compile'] if compiles == '1' else [])
        self.failed = {}

    def start(self):
        self.process = subprocess.Popen([self.python, SERVER, 'serve'], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        self.lines = queue.Queue()
        threading.Thread(target=self.listen, args=(self.process, self.lines), daemon=True).start()

    @staticmethod
    def listen(process, lines):
        for line in process.stdout:
            lines.put(line)
        lines.put('')

    def ask(self, *words):
        """The answer's words, or Failed."""
        if self.process is None:
            self.start()
        try:
            self.process.stdin.write(' '.join(str(w) for w in words) + '\n')
            self.process.stdin.flush()
            answer = self.lines.get(timeout=ANSWER_SECONDS)
        except queue.Empty:
            self.stop()
            raise Failed('no answer within %d s' % ANSWER_SECONDS)
        except OSError:
            answer = ''
        if answer.startswith('ok'):
            return answer.split()[1:]
        if not answer:
            self.stop()
        raise Failed(answer.strip()[5:] or 'the process died')

    def numbers(self, *words):
        return [float(w) for w in self.ask(*words)]

    def stop(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


def run(*argv, **kw):
    done = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **kw)
    if done.returncode:
        why = done.stderr.strip().splitlines() or ['status %d' % done.returncode]
        raise Failed(why[-1])
    return done.stdout


def wall(*argv):
    start = time.perf_counter()
    run(*argv)
    return time.perf_counter() - start


def cpu(*argv):
    """Seconds that a program kept a CPU busy: on one thread the same as wall on a quiet machine, and steadier on others."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run(*argv)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


class Series:
    """Measurements of one row: name -> values; names are 'ours', or a rival and a variant."""

    def __init__(self):
        self.values, self.failed = {}, {}

    def add(self, who, variant, measure):
        if (who, variant) in self.failed:
            return
        if 'compile' in variant and late() and (who, variant) not in self.values:
            self.failed[who, variant] = 'no time left (RIVAL_SECONDS=%.0f)' % BUDGET
            return
        try:
            self.values.setdefault((who, variant), []).extend(measure())
        except (Failed, ValueError, OSError) as e:
            self.values.pop((who, variant), None)
            self.failed[who, variant] = str(e)

    def rounds(self, once):
        for k in range(ROUNDS):
            if k and late():
                return
            once()

    def median(self, who, variant):
        v = self.values.get((who, variant))
        return statistics.median(v) if v else None

    def best(self, who, match=lambda variant: True):
        """(median, variant) of the quickest, or None."""
        all_of = [(self.median(w, v), v) for w, v in self.values if w == who and match(v)]
        return min((x for x in all_of if x[0] is not None), default=None)


class Report:
    def __init__(self, rivals):
        self.rivals, self.rows, self.notes = rivals, [], []

    def row(self, what, unit, series, match=lambda variant: True):
        ours = series.best('ours', match)
        theirs = [series.best(r, match) for r in self.rivals]
        cells = [what, show(ours, unit, series, 'ours', match)]
        cells += [show(t, unit, series, r, match) for t, r in zip(theirs, self.rivals)]
        quickest = min((t[0] for t in theirs if t), default=None)
        cells.append('%.2f' % (quickest / ours[0]) if ours and quickest else '-')
        self.rows.append(cells)

    def failures(self, what, series):
        for (who, variant), why in series.failed.items():
            self.notes.append('%s, %s, %s: not measured: %s' % (what, who if who == 'ours' else who.name, variant, why))

    def variants(self, what, series):
        """One line a rival with all its variants."""
        for r in self.rivals:
            all_of = ['%s %.3f s' % (v, series.median(w, v)) for w, v in series.values if w == r and series.median(w, v)]
            self.notes.append('%s, %s: %s' % (what, r.name, ', '.join(all_of) or 'nothing'))

    def print(self):
        head = ['what', 'ours'] + [r.name for r in self.rivals] + ['ratio']
        width = [max(len(row[i]) for row in [head] + self.rows) for i in range(len(head))]
        for row in [head, ['-' * w for w in width]] + self.rows:
            print('| ' + ' | '.join(cell.ljust(w) for cell, w in zip(row, width)) + ' |')
        print()
        for note in self.notes:
            print(note)


def show(best, unit, series, who, match):
    if best is None:
        return 'failed' if any(w == who and match(v) for w, v in series.failed) else '-'
    text = {'s': '%.3f s', 'MB': '%.0f MB'}[unit] % best[0]
    variant = best[1].split(', ')[0] if who != 'ours' or 'level' in best[1] else ''
    return text + (' (%s)' % variant if variant else '')


def threads_of(n):
    return '1 thread (CPU time)' if n == 1 else '%d threads' % n


def is_bf16(variant):
    return 'bf16' in variant


def is_f32(variant):
    return 'bf16' not in variant


def our_step(model, data, threads, log):
    """Seconds of each step but the first two, which touch memory for the first time; on one thread, of the CPU."""
    argv = ['gan-step', '-q', '-j', str(threads), '-m', model, '-o', '/dev/null', data, '-n']
    if threads == 1:
        one, three = cpu(*argv, '1'), cpu(*argv, '3')
        return [(three - one) / 2]
    if os.path.exists(log):
        os.unlink(log)
    run(*argv, '5', '--log', log)
    with open(log) as f:
        rate = f.readline().rstrip('\n').split('\t').index('images/s')
        return [64 / float(line.split('\t')[rate]) for line in f][2:]


class Bench:
    def __init__(self, folder, bench, pythons):
        self.dir, self.bench = folder, bench
        self.rivals = []
        for p in pythons:
            try:
                self.rivals.append(Rival(p))
            except (Failed, OSError) as e:
                say('bench-rival: %s left out: %s' % (p, e))
        if not self.rivals:
            sys.exit('bench-rival: no interpreter with a torch that works')
        self.report = Report(self.rivals)

    def path(self, name):
        return os.path.join(self.dir, name)

    def check(self):
        """Do both sides do the same work? Loss on real pictures must agree; those on samples have other latents."""
        with open(self.path('check.tsv')) as f:
            head, values = (line.rstrip('\n').split('\t') for line in f.readlines()[:2])
        ours = [float(dict(zip(head, values))[k]) for k in ('d.real', 'd.fake', 'g.loss')]
        for r in self.rivals:
            try:
                *theirs, gflop = r.numbers('check', self.path('check.safetensors'), self.path('check-data.safetensors'))
            except Failed as e:
                self.report.notes.append('same work, %s: not checked: %s' % (r.name, e))
                continue
            same = abs(theirs[0] - ours[0]) <= 1e-4 * abs(ours[0])
            near = all(abs(a - b) <= 0.3 * abs(b) for a, b in zip(theirs[1:], ours[1:]))
            self.report.notes.append(
                'same work, %s: %s: first step from equal weights, loss of D on real %.6f, ours %.6f; with other latents on fake '
                '%.3f, %.3f; of G %.3f, %.3f%s' % (r.name, 'yes' if same and near else 'NO', theirs[0], ours[0], theirs[1],
                                                    ours[1], theirs[2], ours[2],
                                                    '; %.1f GFLOP counted' % gflop if gflop else ''))

    def steps(self, threads):
        """All variants on all threads; on one thread, what was best of each kind."""
        series = Series()
        label = threads_of(threads)
        say('bench-rival: DCGAN-64 steps, ' + label)
        variants = {r: r.variants for r in self.rivals} if threads > 1 or CPUS == 1 else \
            {r: [b[1] for b in (self.all_threads.best(r, is_f32), self.all_threads.best(r, is_bf16)) if b]
             for r in self.rivals}

        def once():
            for name, model in (('f32', 'm.t'), ('bf16', 'm-bf16.t')):
                if os.path.exists(self.path(model)):
                    series.add('ours', name, lambda: our_step(self.path(model), self.path('d.t'), threads,
                                                              self.path('log')))
            for r in self.rivals:
                for v in variants[r]:
                    series.add(r, v, lambda: r.numbers('step', threads, 2 if threads > 1 else 1, v))

        series.rounds(once)
        for name, match in (('f32', is_f32), ('bf16', is_bf16)):
            self.report.row('DCGAN-64 step %s, %s' % (name, label), 's', series, match)
        self.report.failures('DCGAN-64 step, ' + label, series)
        self.report.variants('DCGAN-64 step, ' + label, series)
        return series

    def critic(self, threads):
        """An update of D with WGAN-GP's penalty, f32."""
        label = threads_of(threads)
        say('bench-rival: WGAN-GP critic steps, ' + label)
        series = Series()
        variants = {r: [v for v in r.variants if is_f32(v) and v != 'f32 compile'] for r in self.rivals}

        def once():
            series.add('ours', 'f32', lambda: [float(run(os.path.join(self.bench, 'bench_critic'), self.path('critic.t'), str(threads),
                                                         '3').split()[0])])
            for r in self.rivals:
                for v in variants[r]:
                    series.add(r, v, lambda: r.numbers('critic', threads, 2 if threads > 1 else 1, v))

        series.rounds(once)
        self.report.row('WGAN-GP critic step f32, ' + label, 's', series)
        self.report.failures('WGAN-GP critic step, ' + label, series)
        self.report.variants('WGAN-GP critic step, ' + label, series)

    def mlp(self):
        say('bench-rival: MLP GAN')
        series = Series()
        threads = sorted({1, CPUS})
        names = {j: threads_of(j) for j in threads}

        def theirs(r, j, variant):
            return [x * MLP_STEPS / 200 for x in r.numbers('mlp', j, 200, variant)]

        def once():
            for j in threads:
                name = names[j]
                series.add('ours', name, lambda: [(cpu if j == 1 else wall)(
                    'gan-step', '-q', '-j', str(j), '-n', str(MLP_STEPS), '-m', self.path('mlp.t'), '-o', '/dev/null',
                    self.path('mlp-data.t'))])
                for r in self.rivals:
                    for v in r.mlp_variants:
                        series.add(r, v + ', ' + name, lambda: theirs(r, j, v))

        series.rounds(once)
        for j in reversed(threads):
            self.report.row('MLP GAN, 1,000 steps, ' + names[j], 's', series, lambda v: v.endswith(names[j]))
        self.report.failures('MLP GAN', series)
        self.report.variants('MLP GAN', series)

    def samples(self):
        say('bench-rival: samples')
        cold, warm = Series(), Series()
        for r in self.rivals:
            try:
                r.ask('export', self.path(r.full + '.pth'))
            except Failed as e:
                cold.failed[r, ''] = str(e)

        def once():
            cold.add('ours', '', lambda: [wall('gan-sample', '-q', '-m', self.path('g.t'), '-o', self.path('g.ppm'))])
            warm.add('ours', '', lambda: [float(run(os.path.join(self.bench, 'bench_sample'), '5', str(CPUS), self.path('g.t')))])
            for r in self.rivals:
                cold.add(r, '', lambda: [wall(r.python, SERVER, 'cold', self.path(r.full + '.pth'), self.path('r.ppm'))])
                for layout in ('contiguous_format', 'channels_last'):
                    warm.add(r, layout.replace('_format', ''), lambda: r.numbers('sample', CPUS, 5, layout))

        cold.rounds(once)
        for what, series in (('64 samples, whole process', cold), ('64 samples, warm', warm)):
            self.report.row(what, 's', series)
            self.report.failures(what, series)

    def checkpoints(self):
        say('bench-rival: checkpoints')
        write, read = Series(), Series()

        def once():
            for level in (0, 1):
                try:
                    w, t = run(os.path.join(self.bench, 'bench_model'), '3', str(level), self.path('trained.t'),
                               self.path('x.t')).split()
                except Failed as e:
                    write.failed['ours', 'level %d' % level] = str(e)
                    continue
                write.add('ours', 'level %d' % level, lambda: [float(w)])
                read.add('ours', 'level %d' % level, lambda: [float(t)])
            for r in self.rivals:
                write.add(r, '', lambda: r.numbers('save', 3, self.path('x.pth')))
                read.add(r, '', lambda: r.numbers('load', 3, self.path('x.pth')))

        write.rounds(once)
        for what, series in (('checkpoint with Adam, 76 MB: write', write), ('the same: read', read)):
            self.report.row(what, 's', series)
            self.report.failures(what, series)

    def memory(self, steps):
        say('bench-rival: memory')
        series = Series()
        series.add('ours', '', lambda: [float(run(os.path.join(self.bench, 'bench_time'), '1', 'gan-step', '-n', '3', '-m',
                                                  self.path('m.t'), '-o', '/dev/null', self.path('d.t')).split('\t')[1])])
        for r in self.rivals:
            best = steps.best(r, is_f32)
            for v in {'f32', best[1] if best else 'f32'}:
                series.add(r, v, lambda: [float(run(r.python, SERVER, 'memory', v))])
        self.report.row('peak memory of training, f32', 'MB', series)
        self.report.failures('peak memory', series)

    def run(self):
        try:
            self.check()
            self.all_threads = self.steps(CPUS)
            if CPUS > 1:
                self.steps(1)
            for threads in sorted({1, CPUS}, reverse=True):
                self.critic(threads)
            self.mlp()
            self.samples()
            self.checkpoints()
            self.memory(self.all_threads)
        finally:
            for r in self.rivals:
                r.stop()


def machine():
    try:
        with open('/proc/cpuinfo') as f:
            return next(line.split(': ')[1].strip() for line in f if line.startswith('model name'))
    except (OSError, StopIteration):
        return os.uname().machine


def main():
    load = os.getloadavg()[0]
    bench = Bench(sys.argv[1], sys.argv[2], sys.argv[3:])
    print('%s, %d CPUs; %s' % (machine(), CPUS, ', '.join('%s (%s)' % (r.full, r.python) for r in bench.rivals)), flush=True)
    bench.run()
    print('load average at the start: %.1f%s; the run took %.0f s\n' %
          (load, ' (a busy machine: the figures say little)' if load > CPUS + 0.2 else '', time.monotonic() - BEGAN))
    bench.report.print()


main()
