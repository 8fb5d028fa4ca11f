# gan-tools. `make help` lists targets and variables; `make` needs no configure and installs nothing.
SHELL := bash
.SHELLFLAGS := -o pipefail -ec
.DELETE_ON_ERROR:
.DEFAULT_GOAL := all

PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
DATADIR ?= $(PREFIX)/share
MANDIR ?= $(DATADIR)/man
CC ?= cc
INSTALL ?= install
CFLAGS ?= -O3 -g
# One folder of objects for each flavour: plain, asan, tsan, fuzz; REAL=double is for unit tests only.
FLAVOUR ?= plain
REAL ?= float
ifeq ($(FLAVOUR)-$(REAL),plain-float)
BUILD ?= build
else ifeq ($(FLAVOUR),plain)
BUILD ?= build-$(REAL)
else
BUILD ?= build-$(FLAVOUR)
endif
# For work on a part: only these modules go into the library (default: all of libcommon/).
MODULES ?= $(patsubst libcommon/%/,%,$(wildcard libcommon/*/))

VERSION := 0.1.0
NPROC := $(shell nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
# Targets that do everything themselves build in parallel, unless -j was given.
PARALLEL = $(if $(filter -j%,$(MAKEFLAGS)),,-j$(NPROC))

# ---- flags ----
pc = $(shell pkg-config --$(1) $(2) 2>/dev/null || echo "$(3)")
LIBS := $(call pc,libs,openblas,-lopenblas) $(call pc,libs,netpbm,-lnetpbm) \
        $(call pc,libs,libzstd,-lzstd) $(call pc,libs,libxxhash,-lxxhash) -lm -lpthread
GAN_CPPFLAGS := -Ilibcommon -D_POSIX_C_SOURCE=200809L -DGAN_VERSION='"$(VERSION)"' \
        $(call pc,cflags,openblas,) $(call pc,cflags,netpbm,) $(call pc,cflags,libzstd,) $(call pc,cflags,libxxhash,)
ifeq ($(REAL),double)
GAN_CPPFLAGS += -DGAN_REAL_DOUBLE
endif
GAN_CFLAGS := -std=c11 -Wall -Wextra -Wshadow -pthread -ffp-contract=off -fno-math-errno -fno-trapping-math -MMD -MP
# After CFLAGS, so that they win. Instrumented ifunc resolvers run too early: no clones.
FLAVOUR_plain :=
FLAVOUR_asan := -O1 -g -DGAN_NO_CLONES -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
FLAVOUR_tsan := -O1 -g -DGAN_NO_CLONES -fsanitize=thread
FLAVOUR_fuzz := -O1 -g -Wno-pass-failed -DGAN_NO_CLONES -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
FLAVOUR_FLAGS := $(FLAVOUR_$(FLAVOUR))
COMPILE = $(CC) $(GAN_CPPFLAGS) $(CPPFLAGS) $(GAN_CFLAGS) $(CFLAGS) $(FLAVOUR_FLAGS)
# V=1 shows the commands.
V ?= 0
say = $(if $(filter 1,$(V)),,@printf '  %-4s %s\n' $(1) '$(2)' ; )
LINK = $(CC) $(GAN_CFLAGS) $(CFLAGS) $(FLAVOUR_FLAGS) $(LDFLAGS)

# ---- files ----
LIB := $(BUILD)/libgan.a
LIBSRC := $(foreach m,$(MODULES),$(wildcard libcommon/$(m)/*.c))
LIBOBJ := $(LIBSRC:%.c=$(BUILD)/%.o)
TOOLSRC := $(sort $(wildcard tools/gan-*.c))
TOOLNAMES := $(TOOLSRC:tools/%.c=%)
TOOLS := $(TOOLNAMES:%=$(BUILD)/bin/%)
COMPLETIONS := $(TOOLNAMES:%=$(BUILD)/completions/bash/%) $(TOOLNAMES:%=$(BUILD)/completions/zsh/_%)
MAN := $(sort $(wildcard man/*.[157]))
SHARED := $(sort $(wildcard share/*.net share/*.gp share/*.t))
SHARED_NETS := $(sort $(wildcard share/nets/*.net))
# A unit test runs in the float build; its first line may say /* double */ or /* both */, and gradient tests are double.
UNITSRC := $(sort $(wildcard tests/unit/test_*.c))
UNIT_MARK = awk 'FNR == 1 { d = /^\/\* double \*\// || FILENAME ~ /test_(grad|d_)/; b = /^\/\* both \*\//; \
        if (("$(REAL)" == "double") ? d || b : !d || b) print FILENAME }' $(UNITSRC) </dev/null
UNITRUN := $(if $(UNITSRC),$(shell $(UNIT_MARK)))
UNITS := $(UNITRUN:tests/unit/%.c=$(BUILD)/unit/%)
TSAN_TESTS := $(sort $(wildcard tests/unit/test_base_pool*.c tests/unit/test_kernel*.c tests/unit/test_k_*.c))
TSAN_UNITS := $(TSAN_TESTS:tests/unit/%.c=$(BUILD)/unit/%)
FUZZSRC := $(sort $(wildcard tests/fuzz/fuzz_*.c))
REPLAYS := $(FUZZSRC:tests/fuzz/%.c=$(BUILD)/replay/%)
FUZZERS := $(FUZZSRC:tests/fuzz/%.c=$(BUILD)/fuzz/%)
BENCHES := $(patsubst tests/bench/%.c,$(BUILD)/bench/%,$(sort $(wildcard tests/bench/bench_*.c)))

.PHONY: all lib tools units replays fuzzers benches completions install uninstall help clean FORCE \
        setup-check setup-demo check check-only san-check san-check-only tsan-check hdr-check cross-check demo bench fuzz \
        setup-rival bench-rival check-science
.SECONDARY:

all: tools completions
lib: $(LIB)
tools: $(TOOLS)
completions: $(COMPLETIONS)
units: $(UNITS)
replays: $(REPLAYS)
fuzzers: $(FUZZERS)
benches: $(BENCHES)

# ---- rules ----
# Objects depend on this file, which changes when the command that would make them does.
export GAN_FLAGS_STAMP := $(COMPILE) | $(LINK) | $(LIBS)
$(BUILD)/flags: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' "$$GAN_FLAGS_STAMP" | cmp -s - $@ || printf '%s\n' "$$GAN_FLAGS_STAMP" > $@

# One line for each library that is not there, before the first compiler error.
$(BUILD)/libs: $(BUILD)/flags
	@CC='$(CC)' GAN_CFLAGS='$(GAN_CPPFLAGS) $(CPPFLAGS) $(CFLAGS)' GAN_LIBS='$(LDFLAGS) $(LIBS)' bash share/setup.sh --probe
	@touch $@

$(BUILD)/%.o: %.c $(BUILD)/flags | $(BUILD)/libs
	@mkdir -p $(@D)
	$(call say,CC,$@)$(COMPILE) -c -o $@ $<
# The list of objects is part of the flags, so that one that has gone leaves the archive too.
export GAN_OBJ_STAMP := $(LIBOBJ)
$(BUILD)/objects: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' "$$GAN_OBJ_STAMP" | cmp -s - $@ || printf '%s\n' "$$GAN_OBJ_STAMP" > $@
$(LIB): $(LIBOBJ) $(BUILD)/objects
	@rm -f $@
	$(call say,AR,$@)ar rcs $@ $(LIBOBJ)
$(BUILD)/bin/%: $(BUILD)/tools/%.o $(LIB)
	@mkdir -p $(@D)
	$(call say,LD,$@)$(LINK) -o $@ $< $(LIB) $(LIBS)
$(BUILD)/unit/%: $(BUILD)/tests/unit/%.o $(LIB)
	@mkdir -p $(@D)
	$(call say,LD,$@)$(LINK) -o $@ $< $(LIB) $(LIBS)
$(BUILD)/replay/%: $(BUILD)/tests/fuzz/%.o $(BUILD)/tests/fuzz/replay.o $(LIB)
	@mkdir -p $(@D)
	$(call say,LD,$@)$(LINK) -o $@ $< $(BUILD)/tests/fuzz/replay.o $(LIB) $(LIBS)
$(BUILD)/fuzz/%: $(BUILD)/tests/fuzz/%.o $(LIB)
	@mkdir -p $(@D)
	$(call say,LD,$@)$(LINK) -fsanitize=fuzzer -o $@ $< $(LIB) $(LIBS)
$(BUILD)/bench/%: $(BUILD)/tests/bench/%.o $(LIB)
	@mkdir -p $(@D)
	$(call say,LD,$@)$(LINK) -o $@ $< $(LIB) $(LIBS)
$(BUILD)/completions/bash/%: $(BUILD)/bin/% share/completions.sh
	@mkdir -p $(@D)
	@$< --help=table | bash share/completions.sh bash $* > $@
$(BUILD)/completions/zsh/_%: $(BUILD)/bin/% share/completions.sh
	@mkdir -p $(@D)
	@$< --help=table | bash share/completions.sh zsh $* > $@

# ---- install ----
# Pairs of "target folder, files" are named once, so that uninstall mirrors install.
MAN_OF = $(filter %.$(1),$(MAN))
D := $(DESTDIR)
install: all
	$(INSTALL) -d '$(D)$(BINDIR)' '$(D)$(DATADIR)/gan-tools/nets' '$(D)$(DATADIR)/bash-completion/completions' \
	    '$(D)$(DATADIR)/zsh/site-functions' '$(D)$(MANDIR)/man1' '$(D)$(MANDIR)/man5' '$(D)$(MANDIR)/man7'
	$(INSTALL) -m 755 $(TOOLS) '$(D)$(BINDIR)'
	$(foreach s,1 5 7,$(if $(call MAN_OF,$(s)),$(INSTALL) -m 644 $(call MAN_OF,$(s)) '$(D)$(MANDIR)/man$(s)' ;))
	$(INSTALL) -m 644 $(TOOLNAMES:%=$(BUILD)/completions/bash/%) '$(D)$(DATADIR)/bash-completion/completions'
	$(INSTALL) -m 644 $(TOOLNAMES:%=$(BUILD)/completions/zsh/_%) '$(D)$(DATADIR)/zsh/site-functions'
	$(if $(SHARED),$(INSTALL) -m 644 $(SHARED) '$(D)$(DATADIR)/gan-tools')
	$(if $(SHARED_NETS),$(INSTALL) -m 644 $(SHARED_NETS) '$(D)$(DATADIR)/gan-tools/nets')
uninstall:
	rm -f $(TOOLNAMES:%='$(D)$(BINDIR)/%')
	rm -f $(foreach s,1 5 7,$(patsubst man/%,'$(D)$(MANDIR)/man$(s)/%',$(call MAN_OF,$(s))))
	rm -f $(TOOLNAMES:%='$(D)$(DATADIR)/bash-completion/completions/%')
	rm -f $(TOOLNAMES:%='$(D)$(DATADIR)/zsh/site-functions/_%')
	rm -f $(SHARED:share/%='$(D)$(DATADIR)/gan-tools/%') $(SHARED_NETS:share/%='$(D)$(DATADIR)/gan-tools/%')
	rmdir '$(D)$(DATADIR)/gan-tools/nets' '$(D)$(DATADIR)/gan-tools' 2>/dev/null || true

# ---- tests ----
setup-check:
	@CC='$(CC)' bash share/setup.sh check
setup-demo:
	@CC='$(CC)' bash share/setup.sh demo
setup-rival:
	@CC='$(CC)' bash share/setup.sh rival

# Each of these starts make anew, for what was installed a moment ago changes what is found.
check: setup-check
	@$(MAKE) --no-print-directory $(PARALLEL) FLAVOUR=plain REAL=float all units replays
	@$(MAKE) --no-print-directory $(PARALLEL) FLAVOUR=plain REAL=double units
	@$(if $(TSAN_TESTS),$(MAKE) --no-print-directory $(PARALLEL) FLAVOUR=tsan tsan-units)
	@$(MAKE) --no-print-directory check-only
check-only:
	@CC='$(CC)' bash tests/run.sh plain
san-check: setup-check
	@$(MAKE) --no-print-directory $(PARALLEL) FLAVOUR=asan all units replays
	@$(MAKE) --no-print-directory san-check-only
san-check-only:
	@CC='$(CC)' bash tests/run.sh asan
.PHONY: tsan-units
tsan-units: $(TSAN_UNITS)
tsan-check: setup-check
	@$(MAKE) --no-print-directory $(PARALLEL) FLAVOUR=tsan tsan-units
	@CC='$(CC)' bash tests/run.sh tsan
hdr-check:
	@CC='$(CC)' GAN_CFLAGS='$(GAN_CPPFLAGS) $(CPPFLAGS)' bash tests/hdr.sh | awk -f tests/tapsum.awk

cross-check:
	@bash tests/cross.sh | awk -f tests/tapsum.awk

# make fuzz FUZZ=stream SECONDS=600
FUZZ ?= $(FUZZSRC:tests/fuzz/fuzz_%.c=%)
SECONDS ?= 60
fuzz:
	@$(MAKE) --no-print-directory $(PARALLEL) FLAVOUR=fuzz CC=clang fuzzers
	@for f in $(FUZZ); do \
	    mkdir -p build-fuzz/found/$$f; \
	    build-fuzz/fuzz/fuzz_$$f -max_total_time=$(SECONDS) -max_len=65536 -timeout=20 -print_final_stats=1 \
	        -artifact_prefix=build-fuzz/found/$$f- build-fuzz/found/$$f tests/fuzz/corpus/$$f; \
	done

demo: setup-demo
	@$(MAKE) --no-print-directory $(PARALLEL) FLAVOUR=plain REAL=float all
	@PATH="$(CURDIR)/build/bin:$$PATH" bash examples/demo.sh build/demo
check-science: setup-demo
	@$(MAKE) --no-print-directory $(PARALLEL) FLAVOUR=plain REAL=float all
	@bash examples/science/run.sh
bench: setup-demo
	@$(MAKE) --no-print-directory $(PARALLEL) FLAVOUR=plain REAL=float all benches
	@PATH="$(CURDIR)/build/bin:$$PATH" bash tests/bench/bench.sh build/bench
bench-rival: setup-rival
	@$(MAKE) --no-print-directory $(PARALLEL) FLAVOUR=plain REAL=float all benches
	@PATH="$(CURDIR)/build/bin:$$PATH" bash tests/bench/rival.sh build/bench

clean:
	rm -rf build build-*

help:
	@echo 'make              programs into build/bin/ (needs: compiler, OpenBLAS, libnetpbm, libzstd, libxxhash)'
	@echo 'make install      into $$DESTDIR$$PREFIX (programs, manuals, shell completions, share/gan-tools)'
	@echo 'make uninstall    removes what install put there'
	@echo 'make demo         sets up, trains a small GAN on digits, writes a grid of samples as PNG'
	@echo 'make check        sets up, runs all tests; ends with "N passed, N failed, N skipped"'
	@echo 'make san-check    the tests under AddressSanitizer and UBSan'
	@echo 'make tsan-check   thread pool and kernels under ThreadSanitizer (also part of check)'
	@echo 'make hdr-check    each header compiles alone'
	@echo 'make cross-check  every file compiles for 64-bit ARM, where there is a cross compiler (also part of check)'
	@echo 'make fuzz         libFuzzer over the parsers (clang); FUZZ=stream|net SECONDS=60'
	@echo 'make check-science  does each method do what its paper says? a table; ROWS="1 3" JOBS=2 SHORT=1 FROM=TSV (GAN_DATA: MNIST)'
	@echo 'make bench        sgemm rate, speed of a training step, start-up, streams'
	@echo 'make bench-rival  the same work by PyTorch, side by side (RIVAL_PYPI=1: also the newest one, 3 GB to load)'
	@echo 'make clean        removes build/ and build-*/'
	@echo
	@echo 'PREFIX=$(PREFIX) DESTDIR=$(DESTDIR) CC=$(CC) CFLAGS="$(CFLAGS)" CPPFLAGS LDFLAGS'
	@echo 'FLAVOUR=plain|asan|tsan|fuzz  REAL=float|double  BUILD=$(BUILD)  MODULES="base tensor ..."'
	@echo 'NO_APT=1          demo and check name missing packages instead of installing them'
	@echo 'GAN_DATA=DIR      real pictures for tests and examples (tests that want them are skipped without)'
	@echo 'V=1               show the commands that build'
	@echo 'JOBS=N TESTS=GLOB check: test programs at a time; only those whose name matches'

-include $(LIBOBJ:.o=.d) $(TOOLSRC:%.c=$(BUILD)/%.d) $(UNITSRC:%.c=$(BUILD)/%.d) $(FUZZSRC:%.c=$(BUILD)/%.d) \
         $(BUILD)/tests/fuzz/replay.d $(BENCHES:$(BUILD)/bench/%=$(BUILD)/tests/bench/%.d)
