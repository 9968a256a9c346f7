from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from studybot.corpus.restore import DECISIONS, LOST_BYTES, decode_email, restore

SOURCE = Path(__file__).parents[2] / "corpus" / "multicloud-devops-with-ai" / "source.txt"

# Signs that study texts use: general punctuation, arrows, mathematics, boxes, dingbats, emoji with and without selector.
SIGNS = [
    *"—–‘’“”…•†‰€™←→↔⇒≠≤≥∞√─│┌└├►▼■●☁☎★✅✓✔✗❌❤➜➡⚙⚖⚠⚡⛔⏰⌛⭐⭕⬅⬇",
    *"💰📈🔒🔑🪣🚀🧠🔥🥶👤🪟🧾🧱🐧🐍📦📊💡🎯🎉🙂🤖🦊🧪📁🔐🌐🏢🏰🏷🏛",
    "☁️", "⚙️", "🖥️", "🛡️", "🏛️", "🏷️", "，", "！", "\ufeff", "\ufffd",
]  # fmt: skip
SIGNS_KEPT = [sign for sign in SIGNS if sign not in "\ufeff"]


def shown_by_browser(raw: bytes, *, keep_controls: bool = False) -> str:
    """What a browser shows of `raw` read as windows-874: windows-1252 in the C1 range, undefined bytes dropped or kept."""
    shown = ""
    for byte in raw:
        if byte < 0x80:
            shown += chr(byte)
        elif byte in LOST_BYTES or (keep_controls and byte < 0xA0):
            shown += chr(byte) if keep_controls else ""
        elif byte < 0xA0:
            shown += bytes([byte]).decode("cp1252")
        else:
            shown += "\xa0" if byte == 0xA0 else bytes([byte]).decode("cp874")
    return shown


def decided(sign: str) -> bool:
    """Whether what is left of a sign after the loss of bytes leads back to that sign."""
    return all(
        len(left) == len(raw) or DECISIONS.get(left) == character
        for character in sign
        for raw in [character.encode()]
        for left in [bytes(byte for byte in raw if byte not in LOST_BYTES)]
    )


@pytest.mark.parametrize(
    ("damaged", "expected"),
    [
        ("CAPEX โ€” OPEX", "CAPEX — OPEX"),
        ("3,000โ€“16,000", "3,000–16,000"),
        ("A โ†’ B โ†” C", "A → B ↔ C"),
        ("โ”œโ”€โ”€ ALB", "├── ALB"),
        ("โ‰ฅ3 โ‰\xa0 4", "≥3 ≠ 4"),
        ("๐Ÿ’ฐ Cost", "💰 Cost"),
        ("โœ… done โœ“", "✅ done ✓"),
        ("โš™๏ธ Gear", "⚙️ Gear"),
        ("\u0e42\x80\x94 with controls kept", "— with controls kept"),
        ("it\u0e42€™s “quoted”", "it’s “quoted”"),
        ("donâ€™t, Ã¼ber", "don’t, über"),
        ("10 ยฐC โ€” cafรฉ, 2 ร— 3", "10 °C — café, 2 × 3"),
        ("โญโญ five", "⭐⭐ five"),
    ],
)
def test_forms_of_damage(damaged: str, expected: str) -> None:
    """Each form of damage is undone: punctuation, arrows, drawings, emoji, selectors, kept controls, pairs."""
    assert restore(damaged) == expected


@pytest.mark.parametrize(
    ("damaged", "expected"),
    [
        ("local โ† stays", "local ← stays"),
        ("โ˜๏ธ", "☁️"),
        ("โŒ Legacy", "❌ Legacy"),
        ("โ€quoted", "”quoted"),
        ("๐Ÿ Python", "🐍 Python"),
        ("๐Ÿข๐Ÿง๐Ÿฐ", "🏢🐧🏰"),
        ("๐Ÿท๏ธ ๐Ÿ›๏ธ", "🏷️ 🏛️"),
        ("๐ŸŒ ๐Ÿ“ ๐Ÿ”", "🌐 📁 🔐"),
    ],
)
def test_lost_bytes_are_decided(damaged: str, expected: str) -> None:
    """Where a byte is lost, the character that a study text means is taken."""
    assert restore(damaged) == expected


def test_decisions_are_what_is_left_of_their_characters() -> None:
    """Each decision is possible: without the lost bytes, its character is the key."""
    for left, character in DECISIONS.items():
        assert bytes(byte for byte in character.encode() if byte not in LOST_BYTES) == left


def cfemail(address: str, key: int) -> str:
    """The code that hides an address, made with one key byte."""
    return bytes([key, *(byte ^ key for byte in address.encode())]).hex()


@given(name=st.from_regex(r"[a-z0-9.+-]{1,20}", fullmatch=True), key=st.integers(0, 255))
def test_hidden_addresses(name: str, key: int) -> None:
    """A hidden address stands in the text again, for any key, in either case of its digits."""
    code = cfemail(f"{name}@54.12.34.56", key)
    link = '<a href="/cdn-cgi/l/email-protection" class="__cf_email__" data-cfemail="{}">[email&#160;protected]</a>'
    assert restore(f"ssh {link.format(code)} # in") == f"ssh {name}@54.12.34.56 # in"
    assert restore(link.format(code.upper())) == f"{name}@54.12.34.56"


@pytest.mark.parametrize("code", ["", "3", "3c", "zz", "3c595f", "00ff40"])
def test_codes_that_hide_no_address(code: str) -> None:
    """A code that is no address gives nothing, and its link stays as it is."""
    assert decode_email(code) == ""
    link = f'<a data-cfemail="{code}">x</a>'
    assert restore(link) == link


@pytest.mark.parametrize(
    "text",
    [
        "Größe, Übung, Straße – „Anführung“, naïve façade, Ærø, señor",
        "5 € — “quoted” ‘single’ … † ™ • 10 °C, 2 × 3, ½",
        "💰 🖥️ 🛡️ ☁️ 👩‍💻 ⭐ → ← ≥ ├── │",
        "日本語 العربية עברית русский ελληνικά",
        "โรงเรียน โดย โดน โกง โชค โต โครงการ โทรศัพท์ โปรแกรม โลก โฆษณา โค้ด โมเดล",
        "เขาโต — มาก “โต” ‘โดน’ โต… ภิญโญ “ภิญโญ” โรงเรียนภิญโญ",
        "รถ รู้ ยา ยก ๐๑๒ ๐ ๏ ข้อ ๏ ประโยชน์",
        "ราคา 5 € ครับ – ขอบคุณ",
        "[email\xa0protected] stays, since its address is nowhere",
        "",
    ],
)
def test_clean_text_is_unchanged(text: str) -> None:
    """Clean text is what it was: umlauts, windows-1252 punctuation, emoji, other scripts, real Thai words."""
    assert restore(text) == text


THAI = st.text(alphabet=st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B), min_size=1, max_size=12)


@given(words=st.lists(THAI, max_size=6), gap=st.sampled_from([" ", ", ", " — ", " (", ".\n"]))
def test_thai_letters_are_unchanged(words: list[str], gap: str) -> None:
    """Any row of Thai letters stays, but for the rows that are the marks of a lost selector, a full-width sign or a star."""
    text = gap.join(words)
    assume(not any(mark in text for mark in ("๏ธ", "๏ป", "๏ผ", "๏ฝ", "๏ฟ", "โญ")))
    assert restore(text) == text


@given(
    signs=st.lists(
        st.sampled_from(SIGNS_KEPT) | st.characters(min_codepoint=0x2010, max_codepoint=0x27FF), min_size=1, max_size=5
    ),
    words=st.lists(st.from_regex(r"[A-Za-z0-9 .:]{0,8}", fullmatch=True), min_size=5, max_size=5),
    keep=st.booleans(),
)
def test_damage_is_undone(signs: list[str], words: list[str], keep: bool) -> None:
    """Signs whose bytes were shown as windows-874 come back, those that lost a byte where that is decided."""
    for sign in signs:
        assume(keep or decided(sign))
        assume(sign.isprintable() and not sign.isspace())
    text = "".join(f"{word}x {sign} y" for word, sign in zip(words, signs, strict=False))
    assert restore(shown_by_browser(text.encode(), keep_controls=keep)) == text


@given(
    text=st.text(max_size=60)
    | st.lists(st.sampled_from([*SIGNS, "โ", "๐", "๏", "ร", "ย", "€", "Ÿ", "ธ", "Ã", "â", " ", "a"])).map("".join)
)
def test_never_raises(text: str) -> None:
    """Any text can be given."""
    assert isinstance(restore(text), str)


@given(
    text=st.lists(
        st.sampled_from(["โ€”", "โ†", "๐Ÿ’ฐ", "๐Ÿ", "๏ธ", "โญ", "ร—", "ยฐ", "โดย", "Größe", "—", "🐍", " ", "word"])
    ).map("".join)
)
def test_restoring_twice_changes_nothing(text: str) -> None:
    """What is restored is clean."""
    once = restore(text)
    assert restore(once) == once


def test_supplied_course() -> None:
    """Nothing of the damage is left in the supplied page, and restoring it again changes nothing."""
    text = restore(SOURCE.read_text(encoding="utf-8"))
    assert not any("\u0e00" <= character <= "\u0e7f" or character in "Ã\ufffdŸ" for character in text)
    assert "cfemail" not in text
    assert text.count("ec2-user@54.12.34.56") == 2
    assert restore(text) == text
