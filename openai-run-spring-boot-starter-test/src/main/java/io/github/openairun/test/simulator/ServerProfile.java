package io.github.openairun.test.simulator;

import org.jspecify.annotations.Nullable;

/**
 * The server that the simulator imitates. All but {@link #OPENAI} keep no conversations,
 * so that a client has to send the whole list of items with each request; each has the
 * gaps, refusals and habits that were seen on the real server.
 *
 * @since 0.1.0
 */
public enum ServerProfile {

	/**
	 * OpenAI: both wires, and everything that its reference promises.
	 */
	OPENAI,

	/**
	 * Ollama: ids of responses collide, {@code background} is echoed on a response that
	 * has ended, and {@code tool_choice} and {@code parallel_tool_calls} have no effect.
	 */
	OLLAMA,

	/**
	 * vLLM without its response store: {@code background} and previous responses are
	 * refused, the ids of calls begin again at {@code call_0} in each round, the echo has
	 * a {@code max_output_tokens} that the server refuses when it is sent back, and the
	 * last event is always {@code response.completed}.
	 */
	VLLM,

	/**
	 * The server of llama.cpp: responses echo nothing of their request, calls have no
	 * {@code id}, events have no {@code sequence_number}, and assistant messages are
	 * accepted as {@code output_text} parts only.
	 */
	LLAMA_CPP,

	/**
	 * LM Studio: unknown paths get status 200, previous responses are known, and a stream
	 * consists of the creation, the deltas of the text and the end.
	 */
	LM_STUDIO,

	/**
	 * OpenRouter: {@code store} and previous responses are refused, errors have no
	 * {@code type}, and events have no names.
	 */
	OPENROUTER,

	/**
	 * Hugging Face's responses.js: fields that it does not support are dropped, refusals
	 * are arrays, and events have no names.
	 */
	HUGGING_FACE;

	/**
	 * Returns where the server differs from OpenAI, or {@code null} if it is OpenAI.
	 */
	@Nullable ServerTraits traits() {
		return (this != OPENAI) ? ServerTraits.of(this) : null;
	}

}
