# Two commands for a newcomer on Debian 12: `make run` and `make check`. Each installs what is missing, once.
BUILD ?= build
PREFIX ?= /usr/local
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

BUILD_PACKAGES := build-essential meson ninja-build pkg-config gettext desktop-file-utils \
  libgtk-4-dev libadwaita-1-dev libsundials-dev coinor-libclp-dev libcsv-dev libjson-glib-dev \
  libopenblas-dev liblapacke-dev libgtest-dev adwaita-icon-theme fonts-dejavu-core librsvg2-common
CHECK_PACKAGES := xvfb xauth xdotool imagemagick dbus-daemon appstream shared-mime-info librsvg2-bin \
  libxml2-utils poppler-utils python3 python3-gi gir1.2-atspi-2.0 at-spi2-core
BENCH_PACKAGES := python3-numpy python3-scipy python3-sklearn python3-cvxopt python3-threadpoolctl

TEST_ENVIRONMENT := GDK_BACKEND=x11 GSK_RENDERER=cairo GTK_A11Y=none GSETTINGS_BACKEND=memory GTK_USE_PORTAL=0 \
  ADW_DISABLE_PORTAL=1 LANG=C.UTF-8 LC_ALL=C.UTF-8 NO_AT_BRIDGE=1
DISPLAY_RUN := xvfb-run -a -s '-screen 0 1280x800x24'

# The packages of $(1) that are not there yet are named, then installed.
define install-missing
@missing=$$(for package in $(1); do \
    dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || echo $$package; done); \
  if [ -n "$$missing" ]; then \
    command -v apt-get >/dev/null || { echo "Please install these Debian packages or their like:" $$missing; exit 1; }; \
    echo "Installing:" $$missing; \
    $(SUDO) apt-get update -qq && \
    $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; fi
endef

define setup
@[ -f $(1)/build.ninja ] || meson setup $(1) $(2)
endef

.PHONY: run check build install bench asan tsan screenshots clean

run: build
	@if [ -z "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
	  echo "There is no display here, so the window cannot open."; \
	  echo "The runner needs none: $(BUILD)/src/cli/penchant-run data/presets/four-points.penchant --report=report.json"; \
	  exit 1; fi
	@GSETTINGS_SCHEMA_DIR=$(BUILD)/data PENCHANT_LOCALE_DIR=$(BUILD)/po $(BUILD)/src/app/penchant

build:
	$(call install-missing,$(BUILD_PACKAGES))
	$(call setup,$(BUILD),--prefix=$(PREFIX) --buildtype=release)
	@ninja -C $(BUILD)

check:
	$(call install-missing,$(BUILD_PACKAGES) $(CHECK_PACKAGES))
	$(call setup,$(BUILD),--prefix=$(PREFIX) --buildtype=release)
	@ninja -C $(BUILD)
	@env $(TEST_ENVIRONMENT) $(DISPLAY_RUN) meson test -C $(BUILD) --no-rebuild --print-errorlogs; \
	  /usr/bin/python3 tests/support/summary.py $(BUILD)/meson-logs/testlog.junit.xml

install: build
	@$(SUDO) meson install -C $(BUILD) --no-rebuild

bench:
	$(call install-missing,$(BUILD_PACKAGES) $(CHECK_PACKAGES) $(BENCH_PACKAGES))
	$(call setup,$(BUILD),--prefix=$(PREFIX) --buildtype=release)
	@ninja -C $(BUILD)
	@ninja -C $(BUILD) tests/bench/measure
	@/usr/bin/python3 tests/bench/run.py $(BUILD)
	@/usr/bin/python3 tests/bench/window.py $(BUILD)

# GTK itself is not built with sanitizers: these run every test that opens no window.
asan:
	$(call install-missing,$(BUILD_PACKAGES) $(CHECK_PACKAGES))
	$(call setup,$(BUILD)-asan,-Db_sanitize=address$(comma)undefined -Db_lundef=false --buildtype=debugoptimized)
	@ninja -C $(BUILD)-asan
	@env $(TEST_ENVIRONMENT) UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1 LSAN_OPTIONS=suppressions=$(CURDIR)/tests/support/lsan.supp \
	  meson test -C $(BUILD)-asan --no-rebuild --print-errorlogs --no-suite window --timeout-multiplier 10

# Where threads hand over by pthread's own locks: GLib's, and so GTask's, are invisible to it.
tsan:
	$(call install-missing,$(BUILD_PACKAGES) $(CHECK_PACKAGES))
	$(call setup,$(BUILD)-tsan,-Db_sanitize=thread -Db_lundef=false --buildtype=debugoptimized)
	@ninja -C $(BUILD)-tsan
	@env $(TEST_ENVIRONMENT) OPENBLAS_NUM_THREADS=1 G_SLICE=always-malloc TSAN_OPTIONS=halt_on_error=1 \
	  meson test -C $(BUILD)-tsan --no-rebuild --print-errorlogs --timeout-multiplier 10 channel document laboratory study

screenshots: build
	$(call install-missing,$(CHECK_PACKAGES))
	@env $(TEST_ENVIRONMENT) /usr/bin/python3 tests/e2e/screenshots.py $(BUILD)

clean:
	rm -rf $(BUILD) $(BUILD)-asan $(BUILD)-tsan

comma := ,
