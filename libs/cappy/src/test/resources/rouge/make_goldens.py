"""Writes the golden files of this folder with the Python packages that Rouge-L is defined by.

    python3 -m venv v && v/bin/pip install rouge-score==0.1.2 nltk==3.10.4
    v/bin/python make_goldens.py gospels.txt american-english .

gospels.txt: Matthew and Mark, one verse a line ("Mat3:1 In those days ..."), King James Version (public domain),
printed by `bible -f` of the Debian packages bible-kjv and bible-kjv-text 4.38.
american-english: word list of the Debian package wamerican 2020.12.07-2 (SCOWL, free use with its notice; see README.md).
"""

import gzip
import io
import json
import re
import sys

from nltk.stem.porter import PorterStemmer
from rouge_score import rouge_scorer, tokenize

verses_file, words_file, out = sys.argv[1:4]
scorer = rouge_scorer.RougeScorer(["rougeL"], use_stemmer=True)
stemmer = PorterStemmer()


def gold(references, prediction):
    # score_multi is not used: it takes the best of each of P, R, F; Cappy takes the reference with the highest F
    best = max((scorer.score(r, prediction)["rougeL"] for r in references), key=lambda s: s.fmeasure)
    return {
        "references": references,
        "prediction": prediction,
        "precision": best.precision,
        "recall": best.recall,
        "f": best.fmeasure,
    }


verses = re.sub(r"\s+", " ", open(verses_file).read().split("> ", 1)[-1])
verses = re.findall(r"(Mat|Mark)(\d+:\d+) (.*?) (?=Mat\d|Mark\d|bible)", verses)
matthew = [t for b, _, t in verses if b == "Mat"]
mark = [t for b, _, t in verses if b == "Mark"]
token_sets = [set(t.lower().split()) for t in matthew]


def nearest(text, n):
    words = set(text.lower().split())
    order = sorted(range(len(matthew)), key=lambda i: -len(words & token_sets[i]) / (1 + len(words | token_sets[i])))
    return [matthew[i] for i in order[:n]]


pairs = []
for i, verse in enumerate(mark):
    pairs.append(gold(nearest(verse, 1 if i % 5 else 3), verse))
hand = [
    (["the cat sat on the mat"], "the cat is on the mat"),
    (["running dogs"], "runs dog"),
    ([""], ""),
    (["a word"], ""),
    ([""], "a word"),
    (["..., !"], "word"),
    (["مرحبا بالعالم"], "مرحبا بالعالم"),
    (["İstanbul KELVIN Å café naïve"], "istanbul kelvin a cafe naive"),
    (["Relational databases, 2nd ed. (1999)"], "relate DATABASE 2 nd 1999"),
    (["snake_case and kebab-case don't"], "snake case AND kebab case don t"),
    (["the same answer", "another answer", "the answer"], "the answer"),
    (["no", "yes yes"], "yes"),
    (["x " * 300], "x " * 200 + "y"),
    (["skies dying innings howe proceed exceed succeed news"], "sky die inning howe proceeding exceeds succeeded new"),
    (["1,000.50 dollars"], "1000.50 dollar"),
    (["हिन्दी text"], "text हिन्दी"),
    (["tab\tnewline\nvt\x0bff\x0cnbsp\u00a0end"], "tab newline vt ff nbsp end"),
]
pairs.extend(gold(refs, pred) for refs, pred in hand)

with open(out + "/pairs.json", "w") as f:
    f.write("[\n" + ",\n".join(json.dumps(p, ensure_ascii=False) for p in pairs) + "\n]\n")

words = sorted({w.strip().lower() for w in open(words_file)})
words = [w for w in words if re.fullmatch("[a-z]{4,}", w)][::3]
words += ["sky", "skies", "dying", "lying", "tying", "news", "innings", "inning", "outings", "outing", "cannings"]
words += ["canning", "howe", "proceed", "exceed", "succeed", "ties", "dies", "died", "spied", "yyyyying", "y2ked"]
words += ["2000s", "h2oing", "formalli", "hopefulli", "geologi", "logi", "ogi1", "sses", "eeds", "aing", "yed", "yying"]
words += [w + "alli" for w in ("a", "ab", "abc", "form", "radic", "y")] + [w + "ally" for w in ("b", "form", "typic")]
buffer = io.StringIO()
for word in words:
    token = tokenize.tokenize(word, stemmer)
    buffer.write(word + "\t" + (token[0] if token else "") + "\n")
with gzip.GzipFile(out + "/stems.tsv.gz", "wb", mtime=0) as f:
    f.write(buffer.getvalue().encode())
print(len(pairs), "pairs,", len(words), "words")
