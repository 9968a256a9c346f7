"""Encode the exemplar utterances of acts with the packaged model, and report how well acts are told apart.

python scripts/encode_acts.py --write    # after a change of answer/acts.yaml
python scripts/encode_acts.py --report tests/data/acts.jsonl --questions corpus/<course>/evaluation/dev.jsonl
"""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from studybot.answer import act as acts
from studybot.answer.exemplars import packaged_exemplars
from studybot.answer.names import heading_stems
from studybot.index.compiled import open_encoder
from studybot.settings import DEFAULT_MODEL, Settings
from studybot.wiring import open_studybot


def write() -> None:
    """Write the vectors beside the exemplars."""
    exemplars = packaged_exemplars()
    encoder = open_encoder(DEFAULT_MODEL)
    vectors = encoder.encode([*exemplars.texts, *exemplars.everyday]).astype(np.float16)
    place = Path(acts.__file__).with_name(acts.VECTORS_FILE)
    np.savez_compressed(place, vectors=vectors, made_by=np.array(f"{encoder.name} {exemplars.digest}"))
    print(f"{len(vectors)} exemplars in {place.name}")


def told(recogniser: acts.Acts, texts: Sequence[str]) -> list[str]:
    """Return the act of each text."""
    encoder = open_encoder(DEFAULT_MODEL)
    return [*recogniser.recognise(texts, encoder.encode(texts), encoder.encode)]


def report(path: Path, questions: Sequence[Path]) -> None:
    """Print the share told right by split and act, and the questions of datasets that are not taken for questions."""
    exemplars = packaged_exemplars()
    encoder = open_encoder(DEFAULT_MODEL)
    names = heading_stems(open_studybot(Settings()).passages)
    recogniser = acts.Acts(exemplars, acts.exemplar_vectors(encoder, exemplars), names)
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for row, act in zip(rows, told(recogniser, [row["text"] for row in rows]), strict=True):
        for name in (row["split"], row["act"]):
            total[name] += 1
            right[name] += act == row["act"]
        if act != row["act"]:
            print(f"{row['split']}: {row['act']} -> {act}: {row['text']}")
    print(", ".join(f"{name} {right[name]}/{total[name]}" for name in total))
    for file in questions:
        cases = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        taken = zip(cases, told(recogniser, [case["question"] for case in cases]), strict=True)
        other = [(case, act) for case, act in taken if act != "answer"]
        print(f"{file.name}: {len(other)} of {len(cases)} are not taken for questions")
        for case, act in other:
            print(f"  {'answerable' if case['answerable'] else 'not answerable'}: {act}: {case['question']}")


def main() -> None:
    """Read the arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--report", type=Path)
    parser.add_argument("--questions", type=Path, nargs="*", default=[])
    given = parser.parse_args()
    if given.write:
        write()
    if given.report:
        report(given.report, given.questions)


if __name__ == "__main__":
    main()
