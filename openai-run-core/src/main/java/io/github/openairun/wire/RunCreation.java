package io.github.openairun.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.Assistant;
import io.github.openairun.ModelSettings;
import io.github.openairun.RunRequest;
import io.github.openairun.ToolDefinition;

/**
 * A run to create, with its assistant and tools resolved.
 *
 * @param request what the application asked for
 * @param assistant the assistant that the request names; on wire {@code assistants} it
 * has an id
 * @param tools the functions that the run is offered
 * @param nonce a key by which the run can be found if the response is lost, or
 * {@code null}
 * @param listened whether a listener receives the text as it is written
 * @since 0.1.0
 */
public record RunCreation(RunRequest request, Assistant assistant, List<ToolDefinition> tools, @Nullable String nonce,
		boolean listened) {

	public RunCreation {
		Assert.notNull(request, "'request' must not be null");
		Assert.notNull(assistant, "'assistant' must not be null");
		tools = List.copyOf(tools);
	}

	/**
	 * Create a creation without a nonce and without a listener for its text.
	 * @param request what the application asked for
	 * @param assistant the assistant that the request names
	 * @param tools the functions that the run is offered
	 */
	public RunCreation(RunRequest request, Assistant assistant, List<ToolDefinition> tools) {
		this(request, assistant, tools, null, false);
	}

	/**
	 * Return the same creation of another request.
	 * @param request the request
	 * @return the creation
	 */
	public RunCreation with(RunRequest request) {
		return new RunCreation(request, this.assistant, this.tools, this.nonce, this.listened);
	}

	/**
	 * Return the same creation with another assistant.
	 * @param assistant the assistant
	 * @return the creation
	 */
	public RunCreation with(Assistant assistant) {
		return new RunCreation(this.request, assistant, this.tools, this.nonce, this.listened);
	}

	/**
	 * Return the same creation with or without a listener for its text.
	 * @param listened whether there is a listener
	 * @return the creation
	 */
	public RunCreation listened(boolean listened) {
		return new RunCreation(this.request, this.assistant, this.tools, this.nonce, listened);
	}

	/**
	 * Return the request's settings, completed by the assistant's.
	 * @return the merged settings
	 */
	public ModelSettings settings() {
		return this.request.settings().orElse(this.assistant.settings());
	}

	/**
	 * Return the request's metadata, completed by the assistant's.
	 * @return the merged metadata
	 */
	public Map<String, String> metadata() {
		Map<String, String> metadata = new LinkedHashMap<>(this.assistant.metadata());
		metadata.putAll(this.request.metadata());
		return metadata;
	}

	/**
	 * Return the request's instructions or else the assistant's, with the additional ones
	 * behind them.
	 * @return the instructions, or {@code null} if there are none
	 */
	public @Nullable String instructions() {
		String instructions = (this.request.instructions() != null) ? this.request.instructions()
				: this.assistant.instructions();
		String additional = this.request.additionalInstructions();
		if (instructions == null || additional == null) {
			return (instructions != null) ? instructions : additional;
		}
		return instructions + "\n\n" + additional;
	}

}
