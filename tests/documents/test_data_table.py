"""Tables of own data: what is read, and that everything else is one sentence that names line and column."""

import random

import pytest

from wk4gui.cli.commands import main
from wk4gui.documents.data_table import own_data, parse_table, read_data, read_table
from wk4gui.lab.declarations import ParamError
from wk4gui.registry import find_lab

READ = {
    "comma and header": "a,b,kind\n1,2,cat\n3,5,dog\n",
    "no header": "1,2,0\n3,5,1\n",
    "semicolon and decimal comma": "a;b;kind\n1,5;2,25;cat\n−3;5,0;dog\n",
    "tab": "a\tb\tkind\n1e0\t2\tcat\n3\t5\tdog\n",
    "quotes and spaces": '"a", "b" , "kind"\n 1, 2,"cat"\n3,5,"dog, big"\n',
    "row numbers of pandas": ",a,b,kind\n0,1,2,cat\n1,3,5,dog\n",
    "row numbers of R": '"","a","b","kind"\n"1",1,2,"cat"\n"2",3,5,"dog"\n',
    "a line end in the header": '"a\n(cm)",b,kind\n1,2,cat\n3,5,dog\n',
    "the delimiter said": "sep=;\na;b;kind\n1;2;cat\n3;5;dog\n",
    "another delimiter said": '"sep=|"\r\na|b|kind\r\n1|2|cat\r\n3|5|dog\r\n',
    "no header, semicolons in the classes": "1,2,x;y\n3,5,z;w\n",
    "windows lines, empty lines": "a,b,kind\r\n\r\n1,2,cat\r\n3,5,dog\r\n\r\n",
}


@pytest.mark.parametrize("text", READ.values(), ids=READ)
def test_tables_as_people_have_them(text):
    data = own_data(parse_table(text))
    assert len(data["own_X"]) == len(data["own_y"]) == 2
    assert data["own_X"][1][1] == 5.0
    params = find_lab("playground").decode(data)
    assert params.own_y == tuple(data["own_y"])


def test_columns_are_chosen_by_name():
    text = "name,x,y,size,kind\nA,1,2,3,u\nB,4,5,6,v\n"
    assert own_data(parse_table(text))["own_X"] == [[1.0, 2.0], [4.0, 5.0]]
    data = own_data(parse_table(text), ("size", "x"), "y")
    assert data["own_X"] == [[3.0, 1.0], [6.0, 4.0]]
    assert data["own_y"] == [2.0, 5.0]
    assert data["own_names"] == ["size", "x", "y"]


@pytest.mark.parametrize(
    ("name", "names"),
    [("a line end in the header", ["a (cm)", "b", "kind"]), ("no header, semicolons in the classes", [])],
)
def test_columns_keep_the_names_that_a_header_gives(name, names):
    assert own_data(parse_table(READ[name]))["own_names"] == names


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_any_usual_encoding(tmp_path, encoding):
    path = tmp_path / "data.csv"
    path.write_bytes("Größe,b,Art\n1,2,Bär\n3,5,Hund\n".encode(encoding))
    assert read_table(path).names == ("Größe", "b", "Art")
    assert read_data(path)["own_y"] == ["Bär", "Hund"]


SENTENCES = {
    "": "there are no rows",
    "a,b,c\n": "there is a header, and no row below it",
    "a,b,c\n1,2,3\n1,2\n": "line 3 has 2 cells, and line 1 has 3",
    "a,b,c\n1,2,3\n1,x,3.5\n": "line 3, column b: 'x' is not a number; numbers are needed there",
    "a,b,c\n1,2,3\n1,,3.5\n": "line 3, column b: the cell is empty; numbers are needed there",
    "a,b,c\n1,2,3\n\n \n1,x,3.5\n": "line 5, column b: 'x' is not a number; numbers are needed there",
    'a,b,c\n1,2,"u\nv"\n1,x,w\n': "line 4, column b: 'x' is not a number; numbers are needed there",
    'a,b,c\n1,2,u\n1,x,"v\nw"\n': "line 3, column b: 'x' is not a number; numbers are needed there",
    "a,b,c\n1,2,p\n2,3,q\n\n3,4,\n": "line 5, column c: the cell is empty",
    "a,b,c\n1,2,3\n1,nan,3.5\n": "line 3, column b: 'nan' is not a finite number",
    "a,b,c\n1,2,3\n1,1e9,3.5\n": "line 3, column b: '1e9' is too large; numbers from −1e6 to 1e6 are allowed",
    "a,b,c\n1,7,3\n2,7,4\n": "column b: all 2 numbers are 7; an input must vary",
    "a,b,c\n1,2,u\n2,3,u\n": "column c: all targets are 'u'; two classes are needed",
    "a,b,c\n1,2,3\n2,3,3\n": "column c: all targets are 3; two classes or different values are needed",
    "a,b,c\n1,2,p\n2,3,q\n3,4,r\n4,5,s\n5,6,t\n": "line 6, column c: 't' is one class more than the 4 that are allowed",
    "a,b\n1,2\n": "line 1 has 2 columns; two inputs and a target are needed",
    "a,b,c\n1,2,x\n": "there is one row; at least two are needed",
    "1,2,x\n": "there is one row; at least two are needed",
    'a,b,c\n1,2,"x\n3,4,y\n': "line 2, column 3: the quote that opens there is not closed",
    'a,b,c\r\n1,"2\r\n","x\r\n3,4,y': "line 3, column 3: the quote that opens there is not closed",
    f"a,b,c\n1,{'2' * 140_000},x\n3,4,y\n": "line 2, column 2: the cell has more than 131072 characters",
    'a,b,c\n1,"2,x\n' + 30_000 * "3,4,y\n": (
        "line 2, column 2: the cell has more than 131072 characters; is its quote closed?"
    ),
    "a,b,c\n1,2,x\n2,3,NaN\n3,4,y\n": "line 3, column c: 'NaN' stands for no value; a class is needed",
    "sep=;\na;b;c\n1;2;3\n1;x;3,5\n": "line 4, column b: 'x' is not a number; numbers are needed there",
    "sep=;\n": "there are no rows",
    "a,a,c\n1,2,3\n": "line 1: two columns are called 'a'",
    "a,,c\n1,2,3\n": "line 1: column 2 has no name",
    ",b,c\n5,2,3\n6,2,3\n": "line 1: column 1 has no name",
    ",,c\n5,2,3\n6,2,3\n": "line 1: column 1 has no name",
    ",,\n,,\n": "there are no rows",
    " \n\n": "there are no rows",
    '""\n': "there are no rows",
}


@pytest.mark.parametrize(("text", "sentence"), SENTENCES.items())
def test_what_does_not_fit_is_one_sentence_with_its_place(text, sentence):
    with pytest.raises(ParamError) as refused:
        own_data(parse_table(text))
    assert str(refused.value) == sentence


WORDS = ("x", "1.2.3", "--5", "1 000", "(2)", "1e", "0x1F", "", "NaN", "inf", "-inf", "Infinity", "1e300", "-99999999")


def _cell(cells, rng):
    cells[rng.randrange(2, 31)][rng.randrange(2)] = rng.choice(WORDS)


def _short_row(cells, rng):
    del cells[rng.randrange(2, 31)][0]


def _long_row(cells, rng):
    cells[rng.randrange(2, 31)].append("1")


def _constant(cells, rng):
    column = rng.randrange(3)
    for row in cells[1:]:
        row[column] = "3"


def _classes(cells, rng):
    for k, row in enumerate(cells[1:]):
        row[2] = f"class {k % 7}"


def _no_target(cells, rng):
    cells[rng.randrange(2, 31)][2] = ""


def damaged(rng: random.Random) -> bytes:
    """A good table with one thing wrong, in any encoding."""
    rows = [[f"{rng.uniform(-5, 5):.3f}", f"{rng.uniform(-5, 5):.3f}", "cat"] for _ in range(30)]
    for row in rows[::2]:
        row[2] = "dog"
    cells = [["height", "weight", "kind"], *rows]
    rng.choice((_cell, _cell, _short_row, _long_row, _constant, _classes, _no_target))(cells, rng)
    delimiter = rng.choice((",", ";", "\t"))
    return "\n".join(map(delimiter.join, cells)).encode(rng.choice(("utf-8", "utf-16", "latin-1")))


@pytest.mark.parametrize("seed", range(200))
def test_two_hundred_damaged_tables_are_refused_in_one_line(seed, tmp_path, capsys):
    path = tmp_path / "data.csv"
    path.write_bytes(damaged(random.Random(seed)))
    assert main(["run", "playground", "--part", "main", "--set", "n_epochs=1", "--data", str(path)]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "column" in error or "line" in error
    assert "Traceback" not in error
    assert len(error) < 300


def test_the_rows_travel_in_a_session(tmp_path, capsys):
    path = tmp_path / "data.csv"
    path.write_text(READ["semicolon and decimal comma"])
    assert main(["run", "playground", "--part", "main", "--set", "n_epochs=2", "--data", str(path)]) == 0
    assert '"own_X":[[1.5,2.25],[-3.0,5.0]]' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["run", "saddle", "--data", "FILE"], "saddle takes no data file; playground does"),
        (["run", "playground", "--target", "c"], "--inputs and --target name columns of a file"),
        (["run", "playground", "--data", "FILE", "--target", "kin"], "did you mean 'kind'?"),
        (["run", "playground", "--data", "none.csv"], "none.csv"),
        (
            ["run", "playground", "--data", "FILE", "--set", "data=circle"],
            "--data shows your own data, not data=circle",
        ),
        (
            ["run", "playground", "--data", "FILE", "--set", "task=regression"],
            "line 2, column kind: 'cat' is not a number; numbers are needed there",
        ),
        (["run", "playground", "--data", "FILE", "--inputs", 'a,"b'], 'a,"b are no names of columns'),
    ],
)
def test_wrong_command_lines_are_answered(arguments, sentence, tmp_path, capsys):
    path = tmp_path / "data.csv"
    path.write_text(READ["comma and header"])
    assert main([str(path) if each == "FILE" else each for each in arguments]) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "places", "targets"),
    [
        (["--inputs", 'b,"a, m"'], "[[2.0,1.0],[5.0,3.0]]", '["cat","dog"]'),
        (["--target", '"a, m"', "--inputs", "b,c"], "[[2.0,7.0],[5.0,8.0]]", "[1.0,3.0]"),
        (["--target", "a, m", "--inputs", "b,c"], "[[2.0,7.0],[5.0,8.0]]", "[1.0,3.0]"),
    ],
)
def test_a_name_with_a_comma_is_quoted_as_in_the_file(arguments, places, targets, tmp_path, capsys):
    path = tmp_path / "data.csv"
    path.write_text('"a, m",b,c,kind\n1,2,7,cat\n3,5,8,dog\n')
    assert main(["run", "playground", "--part", "main", "--set", "n_epochs=1", "--data", str(path), *arguments]) == 0
    printed = capsys.readouterr().out
    assert f'"own_X":{places}' in printed
    assert f'"own_y":{targets}' in printed


def test_a_table_that_is_too_large_is_called_a_table(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text("a,b,c\n" + 1_000_000 * "1,2,x\n")
    with pytest.raises(ParamError, match=r"data\.csv: this has 6\.0 MB, more than 5 MB; sessions, lectures, tables,"):
        read_table(path)
