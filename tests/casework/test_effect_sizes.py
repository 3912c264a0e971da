"""Effect sizes against published numbers.

effect_sizes.json lists each vector with its source: the documentation and tests of the R packages
SingleCaseES (Pustejovsky, Chen, Swan & Grekov) and scan (Wilbert & Lüke), which in turn work
through Parker & Vannest (2009), Parker et al. (2011), Tarlow (2017) and McKissick et al. (2010).
"""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.casework import effect_sizes as es

VECTORS = json.loads((Path(__file__).parent / "effect_sizes.json").read_text())


def step(options):
    """The smallest amount a session can tell from nothing, by how it was measured."""
    if options.get("scale") == "rate":
        return 1 / options["observation_length"]
    if options.get("scale") == "percentage":
        return 100 / options["intervals"]
    return 1


def compute(vector, confidence=0.95):
    a, b, way = vector["phase_a"], vector["phase_b"], vector["improvement"]
    options = vector.get("options", {})
    match vector["measure"]:
        case "NAP":
            found = es.nap(a, b, way, confidence)
            return {
                "est": found.estimate,
                "se_unbiased": found.se_unbiased,
                "se_hanley": found.se_hanley,
                "se_null": found.se_null,
                f"ci{round(confidence * 100)}": found.interval,
                "nap_pct_printed": round(100 * found.estimate),
                "nap_rescaled_pct_printed": round(100 * (2 * found.estimate - 1)),
                "w": round(found.better_pairs),
                "d_printed": round(found.d, 1),
                "r2_printed": round(found.r_squared, 2),
            }
        case "Tau":
            found = es.tau(a, b, way, confidence)
        case "Tau-BC":
            found = es.baseline_corrected_tau(a, b, way, confidence).corrected
        case "Tau-U":
            found = es.tau_u(a, b, way)
        case "PND":
            found = es.pnd(a, b, way)
        case _:
            found = es.log_response_ratio(
                a, b, bias_correct=options.get("bias_correct", True), least_step=step(options)
            )
    error, interval = found.standard_error, found.interval
    return {
        "est": found.estimate,
        "se": error,
        "se_unbiased": error,
        f"ci{round(confidence * 100)}": interval,
        "est_3sf": found.estimate,
        "se_3sf": error,
        "ci95_3sf": interval,
    }


def expectations():
    for number, vector in enumerate(VECTORS):
        for key, value in vector["expected"].items():
            yield pytest.param(vector, key, value, id=f"{number}-{vector['measure']}-{key}")


@pytest.mark.parametrize(("vector", "key", "value"), expectations())
def test_published_numbers(vector, key, value):
    confidence = {"ci90": 0.90, "ci99": 0.99}.get(key, 0.95)
    if key == "exact":
        top, bottom = value.split("/")
        key, value = "est", float(top) / float(bottom)
    found = compute(vector, confidence)[key]
    tolerance = {"rel": 5e-3} if key.endswith("_3sf") else {"rel": 2e-6, "abs": 1e-7}
    if key.startswith("ci") and vector["measure"] in ("NAP", "Tau", "Tau-BC"):
        tolerance = {"abs": 1e-4}  # printed from a root search that stops this far off
    assert found == pytest.approx(value, **tolerance)


def test_every_vector_is_checked():
    assert len(VECTORS) == 20
    assert len(list(expectations())) == sum(len(vector["expected"]) for vector in VECTORS)


def test_baseline_corrected_tau_stands_beside_the_uncorrected():
    found = es.baseline_corrected_tau([20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29])
    assert found.uncorrected.estimate == pytest.approx(5 / 6)
    assert found.corrected.estimate == pytest.approx(2 / 7)
    assert found.slope == pytest.approx(3 / 5)  # the eighth of fifteen pairwise slopes


def test_a_straight_line_carried_on_is_no_effect():
    found = es.baseline_corrected_tau([0.1, 0.2, 0.3], [0.4, 0.5, 0.6])
    assert found.uncorrected.estimate == 1
    assert found.corrected.estimate == 0


def test_one_point_in_a_phase_has_no_standard_error():
    assert es.nap([1], [2, 3]).se_unbiased is None
    assert es.tau([1, 2], [3]).standard_error is None
    assert es.log_response_ratio([1], [2, 3]).standard_error is None
    assert es.baseline_corrected_tau([1], [2, 3]).slope == 0


@pytest.mark.parametrize(
    ("a", "b", "way"),
    [
        ([], [1], "increase"),
        ([1], [], "increase"),
        ([1], [2], "up"),
        ([float("nan")], [1], "increase"),
    ],
)
def test_what_cannot_be_measured_is_refused(a, b, way):
    with pytest.raises(ValueError):
        es.nap(a, b, way)


@pytest.mark.parametrize(("a", "b"), [([0, 0], [1, 2]), ([-1, 4], [1, 2])])
def test_a_ratio_needs_amounts(a, b):
    with pytest.raises(ValueError):
        es.log_response_ratio(a, b)


numbers = st.lists(st.integers(-400, 400).map(lambda n: n / 8), min_size=1, max_size=9)


@given(numbers, numbers)
def test_more_wanted_mirrors_less_wanted(a, b):
    mirrored_a, mirrored_b = [-value for value in a], [-value for value in b]
    for measure in (es.nap, es.tau, es.tau_u, es.pnd):
        assert measure(a, b, "increase") == measure(mirrored_a, mirrored_b, "decrease")
    assert es.nap(a, b).estimate == pytest.approx(1 - es.nap(a, b, "decrease").estimate)
    one = es.baseline_corrected_tau(a, b, "increase").corrected
    assert one == es.baseline_corrected_tau(mirrored_a, mirrored_b, "decrease").corrected


@given(numbers, numbers, st.sampled_from([0.5, 0.9, 0.95, 0.99]))
def test_an_interval_holds_its_estimate(a, b, confidence):
    found = es.nap(a, b, confidence=confidence)
    low, high = found.interval
    assert 0 <= low <= found.estimate <= high <= 1


@given(numbers, numbers, st.sampled_from([0.25, 0.5, 3.0]), st.integers(-9, 9))
def test_rank_measures_do_not_know_the_scale(a, b, factor, shift):
    def rescale(phase):
        return [value * factor + shift for value in phase]

    for measure in (es.tau, es.tau_u, es.pnd):
        assert measure(a, b).estimate == measure(rescale(a), rescale(b)).estimate
