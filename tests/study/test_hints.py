import pytest

from studybot.study.hints import are_named_alike, is_odd, is_plain, is_within, names, own_part, tells


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Mount", "/mnt"),
        ("Temporary files", "/tmp"),
        ("Binaries", "/bin"),
        ("Et Cetera", "/etc"),
        ("Container or sandbox wraps the app", "Application Virtualization"),
        ("% of CPU used by instance", "CPUUtilization"),
        ("OAC — blocks direct S3 URL access", "S3 Bucket"),
        ("I/O-intensive databases", "io1"),
        ("APIs behind load balancer", "ALB"),
        ("App Firewall", "WAF"),
        ("Public RT: add a route", "Configure Route Tables"),
        ("zone → nameservers", "NS"),
        ("Allow/block by country", "Geographic Rules"),
        ("Physical USB key", "Virtual Device"),
        ("Human action", "Manual Scaling"),
        ("Single AZ", "EFS One Zone"),
        ("Connection details for your destination DB", "Target Endpoint"),
        ("This number is never exceeded: it exceeds", "Maximum Capacity"),
        ("Large production", "r5.xlarge"),
        ("Traditional EC2 workloads", "Instance"),
        ("Process queue messages", "SQS"),
        ("Best Practices", "Trusted Advisor"),
        ("Metric gap, new alarm", "INSUFFICIENT_DATA"),
        ("Alert engineers", "Email"),
        ("Webhook to other systems", "HTTP/HTTPS"),
        ("Balanced mixture", "General Purpose"),
    ],
)
def test_what_needs_no_course_is_told(text: str, label: str) -> None:
    """Short forms, abbreviations, shared beginnings and everyday meanings or opposites match a text with its label."""
    assert tells(text, label)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("16,000", "gp3"),
        ("Hadoop, Cassandra, Kafka", "Partition"),
        ("Finds sensitive data", "Macie"),
        ("Requires port 22 open", "Session Manager"),
        ("c5, c6g, c7g", "Compute Optimized"),
        ("Mining of use cases", "User groups min"),
    ],
)
def test_what_has_to_be_learned_is_not_told(text: str, label: str) -> None:
    """Names that say nothing, figures and short common words are no hints."""
    assert not tells(text, label)


def test_a_word_that_most_labels_share_is_no_hint_at_one_of_them() -> None:
    """`Cloud` stands in every type of cloud; `Public` in one of them."""
    labels = ["Private Cloud", "Hybrid Cloud", "Multi-Cloud"]
    assert own_part("Public Cloud", labels) == "Public"
    assert not tells("Cloud Provider", own_part("Public Cloud", labels))
    assert own_part("Elastic File Store", []) == "Elastic File Store"


def test_names_are_found_within_words() -> None:
    """Abbreviations within a compound, numbered names and their series count; shouted words do not."""
    assert names("CPUUtilization of S3, NOT an IPv4") == {"cpu", "s3", "ip", "ipv4", "ipv"}
    assert names("io1") & names("I/O")


def test_plain_labels_are_those_of_plain_words_alone() -> None:
    """`Timeout` says itself what it is; a named thing does not, even with a plain word beside it."""
    assert is_plain("Timeout") and is_plain("Max memory (default)")
    assert not is_plain("Async payload") and not is_plain("A") and not is_plain("Kinesis")


def test_names_with_a_common_word_are_rivals() -> None:
    """A zone has zones as rivals; among three kinds of throughput a general purpose is the odd one out."""
    assert are_named_alike("Local Zones", "Wavelength Zones") and are_named_alike("Segments", "Subsegments")
    assert not are_named_alike("Host Machine", "Live Migration")
    assert is_odd("General Purpose", ["Bursting Throughput", "Elastic Throughput"])
    assert not is_odd("Provisioned Throughput", ["Bursting Throughput", "Elastic Throughput"])
    assert not is_odd("Host Machine", ["Live Migration", "Snapshot"]) and not is_odd("Host Machine", [])


def test_letters_in_order_make_a_short_form() -> None:
    """The first letters are the same and the others follow in order."""
    assert is_within("mnt", "mount") and is_within("fmt", "format")
    assert not is_within("mnt", "amount") and not is_within("tnm", "mount") and not is_within("", "mount")
