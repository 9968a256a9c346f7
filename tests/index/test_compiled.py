"""A model is compiled once, checked when opened, made again when damaged, and used through torch when it cannot be compiled."""

import io
import logging
import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import numpy as np
import pytest
from platformdirs import user_cache_path

from studybot.errors import ModelError
from studybot.index import compiled, export
from studybot.index.compiled import CompiledEncoder, is_intact, open_encoder
from studybot.index.encode import PACKAGED_MODEL, SentenceEncoder, model_folder, model_name
from studybot.settings import Settings

# What takes seconds to import and is not needed to answer a question.
LIBRARIES = ("torch", "transformers", "sentence_transformers", "sklearn", "onnx", "huggingface_hub")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, real_embedder: CompiledEncoder) -> Path:
    """A cache folder of its own with what the packaged model was compiled to."""
    folder = tmp_path_factory.mktemp("cache")
    made = compiled._key(model_folder(PACKAGED_MODEL), model_name(PACKAGED_MODEL))
    shutil.copytree(user_cache_path("studybot") / "encoders" / made, folder / made)
    assert isinstance(open_encoder(PACKAGED_MODEL, folder), CompiledEncoder)
    return folder


@pytest.fixture
def never(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing may be compiled."""

    def refuse(*given: object) -> str:
        raise AssertionError("compiled again")

    monkeypatch.setattr(compiled, "_compile", refuse)


@pytest.mark.slow
@pytest.mark.usefixtures("never")
def test_a_model_is_compiled_once(cache: Path) -> None:
    """What is compiled is opened the next time; its name is that of the model and its weights, as before it was compiled."""
    (home,) = cache.iterdir()
    assert is_intact(home)
    encoder = open_encoder(PACKAGED_MODEL, cache)
    assert isinstance(encoder, CompiledEncoder)
    assert encoder.name == model_name(PACKAGED_MODEL)


@pytest.mark.slow
@pytest.mark.usefixtures("never")
def test_what_earlier_versions_compiled_is_removed(cache: Path) -> None:
    """Each version's graph of a model takes 90 MB: those of earlier ones go once this one's is there, and nothing else does."""
    (home,) = cache.iterdir()
    earlier = [cache / compiled._key(model_folder(PACKAGED_MODEL), model_name(PACKAGED_MODEL), made) for made in (1, 2)]
    other = cache / "of-another-model"
    for folder in (*earlier, other):
        folder.mkdir()
        (folder / "model.onnx").write_bytes(b"graph")
    open_encoder(PACKAGED_MODEL, cache)
    assert sorted(cache.iterdir()) == sorted([home, other])
    shutil.rmtree(other)


@pytest.mark.slow
def test_a_damaged_graph_is_made_again(cache: Path) -> None:
    """A compiled model of which one byte differs is not used: it is made anew, and gives the vectors that it gave."""
    (home,) = cache.iterdir()
    before = open_encoder(PACKAGED_MODEL, cache).encode(["a security group"])
    for name in ("model.onnx", "model.weights", "words.f32"):
        assert is_intact(home)
        content = (home / name).read_bytes()
        (home / name).write_bytes(content[:-9] + bytes([content[-9] ^ 1]) + content[-8:])
        assert not is_intact(home)
        if name != "words.f32":
            (home / name).write_bytes(content)
    np.testing.assert_array_equal(open_encoder(PACKAGED_MODEL, cache).encode(["a security group"]), before)
    assert is_intact(home)
    assert list(cache.iterdir()) == [home]


MAPPED = """
import json, re, sys
from pathlib import Path
from studybot.index.compiled import open_encoder
encoder = open_encoder({model!r}, Path({cache!r}))
(home,) = Path({cache!r}).iterdir()
words = list(json.loads((home / "tokenizer.json").read_text())["model"]["vocab"])[2000:30000:10]
encoder.encode([" ".join(words[start : start + 40]) for start in range(0, len(words), 40)])
parts = re.split(r"(?m)^(?=[0-9a-f]+-[0-9a-f]+ )", Path("/proc/self/smaps").read_text())
print(sum(int(re.search(r"Rss: +(\\d+)", part)[1]) for part in parts if str(home) in part))
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="only Linux says what of a file is mapped")
def test_words_that_were_read_take_no_memory(cache: Path) -> None:
    """A server that has read 2,800 different words holds no row of the table of words, which would come to 47 MB."""
    script = MAPPED.format(model=PACKAGED_MODEL, cache=str(cache))
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert int(ended.stdout) < 10_000  # kB


@pytest.fixture(scope="module")
def static_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of another kind: a mean of word vectors, without the tokens by which a graph is told."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    tokenizer = Tokenizer(WordLevel({"[UNK]": 0, "one": 1, "two": 2}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    folder = tmp_path_factory.mktemp("static")
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=8)], device="cpu").save(str(folder))
    return folder


@pytest.fixture
def compiling_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compile in this process, which has imported what another one would have to import first."""

    def run(command: list[str], **_options: object) -> subprocess.CompletedProcess[str]:
        said = io.StringIO()
        with monkeypatch.context() as patched, redirect_stdout(said):
            patched.setattr(sys, "argv", command[2:])
            try:
                status = export.main()
            except Exception as error:
                return subprocess.CompletedProcess(command, 1, said.getvalue(), repr(error))
        return subprocess.CompletedProcess(command, status, said.getvalue(), "")

    monkeypatch.setattr(compiled.subprocess, "run", run)


@pytest.mark.slow
@pytest.mark.usefixtures("compiling_here")
def test_a_model_that_cannot_be_compiled_goes_on_working(
    static_model: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such a model is used through torch; why is said once, and it is not tried again."""
    with caplog.at_level(logging.WARNING):
        encoder = open_encoder(str(static_model), tmp_path / "cache")
    assert isinstance(encoder, SentenceEncoder)
    assert encoder.encode(["one two"]).shape == (1, 8)
    (said,) = caplog.messages
    assert "cannot be compiled (" in said
    assert "\n" not in said
    caplog.clear()
    monkeypatch.setattr(compiled, "_compile", lambda *given: pytest.fail("tried again"))
    assert isinstance(open_encoder(str(static_model), tmp_path / "cache"), SentenceEncoder)
    assert not caplog.messages


@pytest.mark.slow
def test_a_cache_that_cannot_be_written(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Without a place for what is compiled the model works through torch, and the reason is said."""
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert isinstance(open_encoder(PACKAGED_MODEL, tmp_path / "file" / "cache"), SentenceEncoder)
    assert "file" in caplog.text


@pytest.mark.slow
@pytest.mark.usefixtures("compiling_here")
def test_a_broken_model_is_one_sentence(static_model: Path, tmp_path: Path) -> None:
    """A model folder that cannot be loaded names the setting, compiled or not."""
    (tmp_path / "model.safetensors").write_bytes((static_model / "model.safetensors").read_bytes()[:20])
    with pytest.raises(ModelError, match="STUDYBOT_MODEL"):
        open_encoder(str(tmp_path), tmp_path / "cache")


@pytest.mark.slow
def test_a_question_is_answered_without_the_model_library(real_settings: Settings) -> None:
    """From import to answer none of the libraries is imported that the model was made with."""
    script = (
        "import sys\nfrom studybot.settings import Settings\nfrom studybot.types import Question\n"
        "from studybot.wiring import open_studybot\n"
        f"studybot = open_studybot(Settings.model_validate_json({real_settings.model_dump_json()!r}))\n"
        "print(studybot.assistant.ask(Question(text='how long can a lambda function run?')).outcome)\n"
        f"print([name for name in {LIBRARIES!r} if name in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines() == ["covered", "[]"]
