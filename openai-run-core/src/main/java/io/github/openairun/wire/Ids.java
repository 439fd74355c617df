package io.github.openairun.wire;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.support.LogText;

/**
 * Distinguishes ids of different kinds of objects by their prefixes, so that swapped ids
 * are refused before a request is sent. Ids without a known prefix, as self-hosted
 * servers create them, are accepted.
 *
 * @since 0.1.0
 */
public final class Ids {

	/** The longest id that a server may use. */
	private static final int MAX_LENGTH = 1000;

	/** What ids of threads begin with that the application keeps. */
	public static final String APPLICATION_THREAD = "thread_app_";

	/** What ids of runs begin with on threads that the application keeps. */
	public static final String APPLICATION_RUN = "run_app_";

	/** What ids of messages begin with on threads that the application keeps. */
	public static final String APPLICATION_MESSAGE = "msg_app_";

	private static final String APPLICATION = "application";

	private static final List<Kind> KINDS = List.of(new Kind(APPLICATION_THREAD, "a thread", APPLICATION, null),
			new Kind(APPLICATION_RUN, "a run", APPLICATION, null),
			new Kind(APPLICATION_MESSAGE, "a message", APPLICATION, null),
			new Kind("run_", "a run", "assistants", "thread.run"),
			new Kind("thread_", "a thread", "assistants", "thread"),
			new Kind("asst_", "an assistant", "assistants", "assistant"),
			new Kind("step_", "a step", null, "thread.run.step"), new Kind("msg_", "a message", null, "thread.message"),
			new Kind("call_", "a tool call", null, null), new Kind("resp_", "a run", "responses", "response"),
			new Kind("conv_", "a thread", "responses", "conversation"));

	private Ids() {
	}

	/**
	 * Check that an id is not that of another kind of object.
	 * @param id the id
	 * @param name the name of the argument, for the message
	 * @param prefix what ids of the right kind begin with, such as {@code thread_}
	 * @return the id
	 * @throws IllegalArgumentException if the id is empty or of another kind
	 */
	public static String require(@Nullable String id, String name, String prefix) {
		Assert.hasText(id, () -> "'" + name + "' must not be empty");
		Kind kind = Kind.of(id);
		if (kind != null && !kind.prefix().equals(prefix)) {
			throw new IllegalArgumentException(describe(id, name, kind, prefix));
		}
		return id;
	}

	/**
	 * Check that the ids of a run and of its thread are not those of other kinds of
	 * objects.
	 * @param runId the run's id
	 * @param threadId the thread's id
	 * @param runPrefix what ids of runs begin with on this wire
	 * @param threadPrefix what ids of threads begin with on this wire
	 * @throws IllegalArgumentException if an id is empty or of another kind
	 */
	public static void requireRun(@Nullable String runId, @Nullable String threadId, String runPrefix,
			String threadPrefix) {
		List<String> problems = new ArrayList<>();
		check(runId, "runId", runPrefix, problems);
		check(threadId, "threadId", threadPrefix, problems);
		if (!problems.isEmpty()) {
			throw new IllegalArgumentException(
					String.join("; ", problems) + ". The order is: the run's id, then the thread's");
		}
	}

	/**
	 * Return whether a path can contain an id from a server.
	 * @param id the id
	 * @return whether it can
	 */
	static boolean isUsable(String id) {
		return !id.isBlank() && !id.equals(".") && !id.equals("..") && id.length() <= MAX_LENGTH;
	}

	/**
	 * Return whether an id from a server can be one of the expected kind.
	 * @param id the id
	 * @param prefix the prefix of ids of the expected kind
	 * @return whether it can
	 */
	public static boolean isOfKind(String id, String prefix) {
		return problem(id, prefix) == null;
	}

	/**
	 * Return why an id from a server is not one of the expected kind.
	 * @param id the id
	 * @param prefix the prefix of ids of the expected kind
	 * @return the problem, or {@code null} if there is none
	 */
	static @Nullable String problem(String id, String prefix) {
		if (!isUsable(id)) {
			return "is blank, leads to another path or is longer than " + MAX_LENGTH + " characters";
		}
		Kind kind = Kind.of(id);
		return (kind != null && !kind.prefix().equals(prefix))
				? "is the id of " + kind.name() + ": it must begin with '" + prefix + "'" : null;
	}

	/**
	 * Return whether a type of objects is known to be another one than expected.
	 * @param object the type, as servers name it
	 * @param prefix the prefix of ids of the expected kind
	 * @return whether it is the type of another kind, or a list
	 */
	static boolean isOtherObject(String object, String prefix) {
		Kind expected = Kind.of(prefix);
		boolean known = object.equals("list") || KINDS.stream().anyMatch((kind) -> object.equals(kind.object()));
		return known && expected != null && expected.object() != null && !object.equals(expected.object());
	}

	private static void check(@Nullable String id, String name, String prefix, List<String> problems) {
		Assert.hasText(id, () -> "'" + name + "' must not be empty");
		Kind kind = Kind.of(id);
		if (kind != null && !kind.prefix().equals(prefix)) {
			problems.add(describe(id, name, kind, prefix));
		}
	}

	private static String describe(String id, String name, Kind kind, String prefix) {
		String text = "'" + name + "' must begin with '" + prefix + "', but '" + LogText.of(id) + "' is the id of "
				+ kind.name();
		Kind expected = Kind.of(prefix);
		if (expected == null || kind.wire() == null || expected.wire() == null || kind.wire().equals(expected.wire())) {
			return text;
		}
		if (APPLICATION.equals(kind.wire())) {
			return text + " that an application keeps with 'openai.run.threads=application'";
		}
		text += " on wire '" + kind.wire() + "'";
		return APPLICATION.equals(expected.wire())
				? text + ", which a server keeps: it is known with 'openai.run.threads=server'" : text;
	}

	private record Kind(String prefix, String name, @Nullable String wire, @Nullable String object) {

		static @Nullable Kind of(String id) {
			for (Kind kind : KINDS) {
				if (id.startsWith(kind.prefix)) {
					return kind;
				}
			}
			return null;
		}

	}

}
