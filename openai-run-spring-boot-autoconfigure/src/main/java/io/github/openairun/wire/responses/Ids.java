package io.github.openairun.wire.responses;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * Refuses ids that are recognisably of another kind of object, before any request. What
 * is not recognised passes: servers may have ids of their own shape.
 */
final class Ids {

	private static final String OTHER_WIRE = "that is an id of wire 'assistants', and nothing moves from there to "
			+ "wire 'responses' by itself";

	private static final Map<String, String> KINDS = Map.of("conv_",
			"that is the id of a thread; the run's id comes " + "first, the thread's second", "resp_",
			"that is the id of a run; the run's id comes first, the thread's second", "msg_",
			"that is the id of a message", "thread_", OTHER_WIRE, "run_", OTHER_WIRE, "asst_", OTHER_WIRE);

	private Ids() {
	}

	static String run(String runId) {
		return check(runId, "runId", "resp_");
	}

	static String thread(String threadId) {
		return check(threadId, "threadId", "conv_");
	}

	static String message(String messageId) {
		return check(messageId, "messageId", "msg_");
	}

	private static String check(@Nullable String id, String name, String prefix) {
		Assert.hasText(id, () -> "'" + name + "' must not be empty");
		for (Map.Entry<String, String> kind : KINDS.entrySet()) {
			Assert.isTrue(kind.getKey().equals(prefix) || !id.startsWith(kind.getKey()),
					() -> "'" + name + "' must not be '" + id + "': " + kind.getValue());
		}
		return id;
	}

}
