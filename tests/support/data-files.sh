#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# data-files.sh SOURCE-ROOT BUILD-ROOT: every file of data/ passes its own format's validator.
set -eu
source=$1 build=$2
desktop-file-validate "$build/data/org.penchant.Penchant.desktop"
appstreamcli validate --no-net --explain "$build/data/org.penchant.Penchant.metainfo.xml"
glib-compile-schemas --strict --dry-run "$source/data"
xmllint --noout "$source"/data/*.xml "$source"/data/icons/hicolor/*/apps/*.svg "$source"/ui/*.xml "$source"/ui/*.ui

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$scratch/packages"
cp "$source/data/org.penchant.Penchant.mime.xml" "$scratch/packages/org.penchant.Penchant.xml"
update-mime-database "$scratch" 2>/dev/null
grep -q 'application/x-penchant:\*.penchant' "$scratch/globs"

for icon in "$source"/data/icons/hicolor/*/apps/*.svg; do
  rsvg-convert --width 64 --output "$scratch/icon.png" "$icon"
  [ -s "$scratch/icon.png" ] || { echo "$icon draws nothing"; exit 1; }
done
echo "Desktop file, metainfo, schema, MIME type, interface files and icons are valid."
