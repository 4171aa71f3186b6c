import pytest

from plans.importing.read import read_plan_file
from plans.importing.to_data import plan_data
from plans.importing.understand import understand
from tests.facts.example_files import FILES, expected_of, extension_of, period_of
from tests.helpers.imported_plans import differences, lost_words, read


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_an_example_is_read_as_a_careful_person_reads_it(path):
    file = read_plan_file(path.name, path.read_bytes())
    data = plan_data(understand(file, **period_of(path)))
    assert len(data["actions"]) > 5
    assert differences(data, expected_of(path)) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_word_of_an_example_is_in_the_plan_or_listed(path):
    content, extension = path.read_bytes(), extension_of(path)
    plan = read(extension, content)
    assert lost_words(extension, content, plan) == {}
    plan.actions.clear()
    assert lost_words(extension, content, plan) != {}
