# fish loads this when wk4gui is first completed; the words come from the program itself.
wk4gui completion fish | source
