# gan-tools. `make help` lists targets and variables.
PREFIX ?= /usr/local
CC ?= cc
CFLAGS ?= -O3 -g
BUILD ?= build
# For work on a part: only these modules go into the library (default: all of libcommon/).
MODULES ?= $(patsubst libcommon/%/,%,$(wildcard libcommon/*/))
REAL ?= float

VERSION := 0.1.0
pc = $(shell pkg-config --$(1) $(2) 2>/dev/null || echo "$(3)")
LIBS := $(call pc,libs,openblas,-lopenblas) $(call pc,libs,netpbm,-lnetpbm) \
        $(call pc,libs,libzstd,-lzstd) $(call pc,libs,libxxhash,-lxxhash) -lm -lpthread
GAN_CPPFLAGS := -Ilibcommon -D_POSIX_C_SOURCE=200809L -DGAN_VERSION='"$(VERSION)"' \
        $(call pc,cflags,openblas,) $(call pc,cflags,netpbm,) $(call pc,cflags,libzstd,) $(call pc,cflags,libxxhash,)
ifeq ($(REAL),double)
GAN_CPPFLAGS += -DGAN_REAL_DOUBLE
endif
GAN_CFLAGS := -std=c11 -Wall -Wextra -Wshadow -pthread -ffp-contract=off -fno-math-errno -fno-trapping-math -MMD -MP

LIB := $(BUILD)/libgan.a
LIBSRC := $(foreach m,$(MODULES),$(wildcard libcommon/$(m)/*.c))
LIBOBJ := $(LIBSRC:%.c=$(BUILD)/%.o)
TOOLSRC := $(wildcard tools/gan-*.c)
TOOLS := $(TOOLSRC:tools/%.c=$(BUILD)/bin/%)
UNITSRC := $(wildcard tests/unit/*.c)
UNITS := $(UNITSRC:tests/unit/%.c=$(BUILD)/unit/%)

.PHONY: all lib tools units clean
.SECONDARY:
all: tools
lib: $(LIB)
tools: $(TOOLS)
units: $(UNITS)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(GAN_CPPFLAGS) $(CPPFLAGS) $(GAN_CFLAGS) $(CFLAGS) -c -o $@ $<
$(LIB): $(LIBOBJ)
	@rm -f $@
	ar rcs $@ $(LIBOBJ)
$(BUILD)/bin/%: $(BUILD)/tools/%.o $(LIB)
	@mkdir -p $(@D)
	$(CC) $(GAN_CFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $< $(LIB) $(LIBS)
$(BUILD)/unit/%: $(BUILD)/tests/unit/%.o $(LIB)
	@mkdir -p $(@D)
	$(CC) $(GAN_CFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $< $(LIB) $(LIBS)

clean:
	rm -rf build build-*

-include $(LIBOBJ:.o=.d) $(TOOLSRC:%.c=$(BUILD)/%.d) $(UNITSRC:%.c=$(BUILD)/%.d)
