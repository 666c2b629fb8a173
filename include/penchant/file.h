/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * pen_file_read:
 * @path: in the file system's encoding        @length: (out): bytes, without the zero that is added
 *
 * The whole of a regular file of at most 1 GiB. It is looked at before it is opened, since reading a pipe or a device
 * may never end.
 *
 * Returns: (transfer full): free with g_free(), or NULL.  Errors: IO.  Thread: any, not the window's: a disk may be slow.
 * Test: tests/linalg/file.cpp
 */
char *pen_file_read (const char *path, gsize *length, GError **error);

/**
 * pen_file_write:
 * @path: in the file system's encoding        @text: @length bytes, or up to its zero where @length is −1
 *
 * Whole or not at all: a finished file takes the place and the permissions of the old one. What a symbolic link names
 * is written, not the link. Devices, pipes and folders are refused, and files that may only be read.
 *
 * Errors: IO.  Thread: any, not the window's.  Test: tests/linalg/file.cpp
 */
gboolean pen_file_write (const char *path, const char *text, gssize length, GError **error);

G_END_DECLS
