package io.github.openairun.wire.assistants;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.openairun.Assistant;
import io.github.openairun.BuiltInTool;
import io.github.openairun.NotFoundException;
import io.github.openairun.WireNotServedException;
import io.github.openairun.wire.RunCreation;

/**
 * Determines the tools that are sent with a run. They replace those of the assistant at
 * the server (OpenAI API reference, Create run), so the tools that the server executes
 * are retrieved once and sent as well.
 */
final class RunToolResolver {

	private static final int MAX_REMEMBERED = 256;

	private final boolean attach;

	private final Map<String, List<BuiltInTool>> builtIn = Collections.synchronizedMap(new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, List<BuiltInTool>> eldest) {
			return size() > MAX_REMEMBERED;
		}

	});

	RunToolResolver(boolean attach) {
		this.attach = attach;
	}

	/**
	 * Return the run with the tools to send.
	 * @param creation the run
	 * @param assistants the assistants at the server
	 * @return the run with all its tools, or with none to use those of the server
	 */
	RunCreation complete(RunCreation creation, ServerAssistants assistants) {
		Assistant assistant = creation.assistant();
		if (!this.attach) {
			return new RunCreation(creation.request().mutate().tools((List<String>) null).build(),
					assistant.mutate().tools((List<String>) null).builtInTools(List.of()).build(), List.of(),
					creation.nonce(), creation.listened());
		}
		String id = assistant.id();
		if (id == null || !assistant.builtInTools().isEmpty() || !RunRequestWriter.sendsTools(creation)) {
			return creation;
		}
		RunRequestWriter.checkTools(creation);
		List<BuiltInTool> known = builtIn(id, assistants);
		return known.isEmpty() ? creation : creation.with(assistant.mutate().builtInTools(known).build());
	}

	private List<BuiltInTool> builtIn(String id, ServerAssistants assistants) {
		@Nullable List<BuiltInTool> known = this.builtIn.get(id);
		if (known != null) {
			return known;
		}
		try {
			List<BuiltInTool> loaded = assistants.load(id).builtInTools();
			this.builtIn.put(id, loaded);
			return loaded;
		}
		catch (NotFoundException | WireNotServedException ex) {
			// If the assistant is missing, the server rejects the run. If the server does
			// not return its assistants, their tools cannot be kept.
			return List.of();
		}
	}

	/** Discard the tools of an assistant that has changed. */
	void forget(@Nullable String id) {
		this.builtIn.remove(id);
	}

}
