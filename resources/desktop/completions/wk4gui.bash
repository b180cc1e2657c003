# bash loads this when wk4gui is first completed; the words come from the program itself.
eval "$(wk4gui completion bash)"
