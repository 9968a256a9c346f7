from random import Random

from studybot.study.distractors import MOST, choose, gives_away, resembles, same_make, stands_out


def test_what_might_be_right_too_is_no_wrong_option() -> None:
    """An option that equals, contains or mostly repeats the key is left out; different numbers are different."""
    assert resembles("Big data, log processing", "Big data, data warehouses, log processing")
    assert resembles("up to 256,000", "256,000")
    assert resembles("Basic: 5 min", "Basic: 5 min, Detailed: 1 min")
    assert not resembles("16 TiB", "64 TiB")
    assert not resembles("Up to 72%", "Up to 90%")
    assert resembles("SSD", "Provisioned IOPS SSD")


def test_a_key_that_the_prompt_gives_away_is_refused() -> None:
    """A word or an abbreviation that only the key shares with the prompt makes the item unfair."""
    assert gives_away("Which command stops nginx?", "systemctl stop nginx", ["uptime", "free -h"])
    assert not gives_away("Which command stops nginx?", "systemctl stop nginx", ["nginx -t", "docker stop"])
    assert gives_away("Blocks direct access: Origin Access Control", "OAC", ["ALB", "NLB"])
    assert stands_out("a key that is very much longer than all of them", ["short one", "small one"])
    assert not stands_out("16,000", ["500", "250"])


def test_too_few_fair_options_give_no_item() -> None:
    """One wrong option is not enough, and neither are copies of the key."""
    assert choose("red", ["blue"], prompt="Which colour?", random=Random(1)) is None
    assert choose("red", ["red", "Red ", "RED"], prompt="Which colour?", random=Random(1)) is None
    chosen = choose("red", ["blue", "green", "white", "black"], prompt="Which colour?", random=Random(1))
    assert chosen is not None and len(chosen) == 3
    assert chosen == choose("red", ["blue", "green", "white", "black"], prompt="Which colour?", random=Random(1))


def test_two_words_in_common_are_much_for_a_value_but_not_for_a_name() -> None:
    """Daily and weekly patterns may be what known weekly patterns are; two classes of one family are told apart."""
    one, other = "Known traffic patterns (business hours, weekly peaks)", "Recurring cyclical patterns (daily, weekly)"
    assert resembles(one, other, 0.25) and not resembles(one, other)
    assert not resembles("Left Standard-X", "Left One Zone-X")


def test_options_are_of_one_make() -> None:
    """Sizes stand beside sizes, a list of steps beside lists, a yes beside a yes, and no long text beside a short one."""
    assert same_make("64 TiB", "16 TiB") and not same_make("15 minutes", "16 TiB")
    assert same_make("250 MB", "6 MB") and not same_make("256 KB", "10,240 MB")  # nobody takes kilobytes for a memory
    assert same_make("Free", "$1/month") and not same_make("Free", "Depends on the plan")
    assert not same_make("Yes (same zone)", "Rarely in one zone") and not same_make("a → b", "a and b")
    assert not same_make("An option of very many more words than its rival has", "A short one here")


def test_prose_options_have_one_form() -> None:
    """A clause is offered beside clauses only, so that the form of the question does not choose; names may differ."""
    things = ["The template of a system", "Root volume of the disk", "Key-value metadata of it"]
    clauses = ["How to treat gaps", "When both are needed", "Where the archive lies"]
    chosen = choose("Why the machine stops", [*things, *clauses], prompt="What is told?", random=Random(1))
    assert chosen is not None and set(chosen) == set(clauses)
    assert choose("Why the machine stops", things, prompt="What is told?", random=Random(1)) is None
    assert choose("Why the machine stops", things, prompt="What is told?", random=Random(1), prose=False) is not None


def test_a_name_needs_three_rivals_where_it_is_asked_for() -> None:
    """`fewest` refuses a pool that leaves the key beside two others."""
    assert choose("red", ["blue", "green"], prompt="Which colour?", random=Random(1), fewest=MOST) is None
    assert choose("red", ["blue", "green"], prompt="Which colour?", random=Random(1)) is not None


def test_the_same_words_in_another_order_say_the_contrary() -> None:
    """A sister that says the same words the other way round is the best wrong option; a list in another order is the same."""
    surplus = "Exists when a nation sells more abroad than it buys"
    deficit = "Exists when a nation buys more abroad than it sells"
    others = (
        "A building that is used as a home or a shop",
        "A good that has been made and not been sold",
        "The worth of it all",
    )
    chosen = choose(surplus, (*others, deficit), prompt="What is meant by surplus", random=Random(1), alike=0.25)
    assert chosen is not None and chosen[0] == deficit
    assert resembles("Oracle, MySQL, Access, SQLite, Redis", "Redis, SQLite, Access, MySQL, Oracle")
