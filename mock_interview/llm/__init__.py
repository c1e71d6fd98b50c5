"""The one door to language models: any server that speaks OpenAI's chat-completions protocol."""
