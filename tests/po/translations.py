#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""translations.py SOURCE-ROOT: no text of the window escapes translation, and every language is complete."""
import configparser
import gettext
import os
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

ROOT = sys.argv[1]
KEYWORDS = ['-k_', '-kN_', '-kC_:1c,2', '-kNC_:1c,2', '-kg_dngettext:2,3']
# Calls whose text a person reads. Of their arguments none may be a bare literal with a word in it.
SPOKEN = ('gtk_label_new', 'gtk_label_set_label', 'gtk_label_set_text', 'gtk_button_new_with_label', 'gtk_button_set_label',
          'gtk_window_set_title', 'gtk_widget_set_tooltip_text', 'adw_toast_new', 'adw_window_title_set_title',
          'adw_window_title_set_subtitle', 'adw_message_dialog_new', 'adw_message_dialog_add_response',
          'adw_message_dialog_set_body', 'gtk_file_chooser_native_new', 'gtk_file_filter_set_name', 'g_menu_append',
          'g_menu_append_submenu', 'g_set_error', 'g_set_error_literal', 'pen_key_error', 'pen_solution_fail',
          'pen_solution_infeasible', 'pen_theorem_reject', 'pen_recorder_end', 'pen_scene_set_message',
          'pen_scene_set_note', 'pen_scene_set_title', 'pen_document_apply')
# Literals that are no words: identifiers of responses, formats made of other texts, mathematics.
NO_WORDS = re.compile(r'^[a-z-]+(\.[a-z-]+)?$|^(%[-.0-9a-z]+|[^A-Za-z]|\\n)*$')
ATTRIBUTES = {'label', 'title', 'subtitle', 'tooltip-text', 'placeholder-text', 'description', 'heading', 'body'}


def sources(suffixes):
    for folder in ('src', 'include', 'ui'):
        for path, _, names in os.walk(os.path.join(ROOT, folder)):
            for name in sorted(names):
                if name.endswith(suffixes):
                    yield os.path.relpath(os.path.join(path, name), ROOT)


def read(path):
    with open(os.path.join(ROOT, path), encoding='utf-8') as file:
        return file.read()


def listed(folder='po'):
    return [line for line in read(f'{folder}/POTFILES.in').split('\n') if line and not line.startswith('#')]


def presets():
    """Title and notes of each preset."""
    for path in listed('po/presets'):
        keys = configparser.ConfigParser(delimiters='=', interpolation=None)
        keys.read_string(read(path))
        yield keys['experiment']['title'], keys['experiment']['notes']


def arguments(text, start):
    """The top-level arguments of the call whose opening parenthesis is at start."""
    depth, quoted, found, piece, i = 0, False, [], '', start
    while i < len(text):
        c = text[i]
        if quoted:
            if c == '\\':
                piece, i = piece + c, i + 1
                c = text[i]
            elif c == '"':
                quoted = False
        elif c == '"':
            quoted = True
        elif c in '([{':
            depth += 1
            if depth == 1:
                i += 1
                continue
        elif c in ')]}':
            depth -= 1
            if depth == 0:
                return found + [piece.strip()]
        elif c == ',' and depth == 1:
            found, piece, i = found + [piece.strip()], '', i + 1
            continue
        piece, i = piece + c, i + 1
    return found


class Translations(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.template = os.path.join(self.folder.name, 'penchant.pot')
        self.extraction = subprocess.run(['xgettext', '--from-code=UTF-8', *KEYWORDS, '-o', self.template, *listed()],
                                         cwd=ROOT, capture_output=True, text=True, check=True)
        self.of_presets = os.path.join(self.folder.name, 'penchant-presets.pot')
        subprocess.run(['xgettext', '--from-code=UTF-8', '--language=Desktop', '--keyword', '--keyword=title',
                        '--keyword=notes', '-o', self.of_presets, *listed('po/presets')], cwd=ROOT, check=True)

    def catalogue(self, path):
        compiled = os.path.join(self.folder.name, 'compiled.mo')
        subprocess.run(['msgfmt', '-o', compiled, path], check=True)
        with open(compiled, 'rb') as file:
            return gettext.GNUTranslations(file)

    def test_every_preset_is_listed(self):
        folder = os.path.join(ROOT, 'data', 'presets')
        there = sorted(f'data/presets/{name}' for name in os.listdir(folder) if name.endswith('.penchant'))
        self.assertEqual(sorted(listed('po/presets')), there)

    def test_every_preset_says_in_each_language_what_to_try(self):
        """The gallery divides the notes at the words that the window has for “Try: ”."""
        for language in read('po/LINGUAS').split():
            marker = self.catalogue(os.path.join(ROOT, 'po', language + '.po')).gettext('Try: %s').replace('%s', '')
            shown = self.catalogue(os.path.join(ROOT, 'po', 'presets', language + '.po'))
            for title, notes in presets():
                self.assertIn('Try: ', notes)
                self.assertEqual(shown.gettext(notes).count(marker), 1, f'{language}: {title}')

    def test_every_source_with_texts_is_listed(self):
        marked = re.compile(r'\b(_|N_|C_|NC_) \(|\bg_dngettext')
        needed = {path for path in sources(('.c', '.h', '.cpp')) if marked.search(read(path))} | set(sources(('.ui',)))
        self.assertEqual(sorted(needed - set(listed())), [])
        self.assertEqual([path for path in listed() if not os.path.exists(os.path.join(ROOT, path))], [])

    def test_no_macro_cuts_a_text_short(self):
        """xgettext ends a text at a macro; it knows those of <inttypes.h> only."""
        for path in sources(('.c', '.h')):
            for match in re.finditer(r'\b(?:_|N_) \(', read(path)):
                for argument in arguments(read(path), match.end() - 1):
                    bare = re.sub(r'"(\\.|[^"\\])*"', '', argument)
                    self.assertFalse('"' in argument and re.search(r'[A-Z]{2}', bare), f'{path}: {argument}')

    def test_every_text_of_a_template_is_translatable(self):
        for path in sources(('.ui',)):
            for node in ElementTree.fromstring(read(path)).iter():
                if node.tag in ('property', 'attribute') and node.get('name') in ATTRIBUTES \
                        and re.search(r'[A-Za-z]{2}', node.text or ''):
                    self.assertEqual(node.get('translatable'), 'yes', f'{path}: {node.text}')

    def test_no_bare_text_is_spoken(self):
        bare = []
        calls = re.compile(r'\b(%s) \(' % '|'.join(SPOKEN))
        for path in sources(('.c',)):
            text = re.sub(r'/\*.*?\*/', '', read(path), flags=re.S)
            for match in calls.finditer(text):
                for argument in arguments(text, match.end() - 1):
                    literal = re.match(r'"((?:\\.|[^"\\])*)"$', argument)
                    if literal and not NO_WORDS.match(literal.group(1)):
                        bare.append(f'{path}: {match.group(1)} ({argument})')
        self.assertEqual(bare, [])

    def test_every_language_is_complete(self):
        for folder, template in (('po', self.template), ('po/presets', self.of_presets)):
            languages = [line for line in read(f'{folder}/LINGUAS').split() if not line.startswith('#')]
            catalogues = [name[:-3] for name in os.listdir(os.path.join(ROOT, folder)) if name.endswith('.po')]
            self.assertEqual(sorted(languages), sorted(catalogues))
            for language in languages:
                self.check_complete(os.path.join(ROOT, folder, language + '.po'), template)

    def check_complete(self, catalogue, template):
        compared = subprocess.run(['msgcmp', catalogue, template], capture_output=True, text=True)
        self.assertEqual(compared.returncode, 0, compared.stderr)
        checked = subprocess.run(['msgfmt', '--check', '--statistics', '-o', os.devnull, catalogue],
                                 capture_output=True, text=True, env=dict(os.environ, LC_ALL='C', LANGUAGE=''))
        self.assertEqual(checked.returncode, 0, checked.stderr)
        self.assertNotRegex(checked.stderr, 'fuzzy|untranslated')


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1], verbosity=2)
