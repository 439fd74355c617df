package io.github.openairun.wire;

import java.util.Collection;
import java.util.regex.Pattern;

/**
 * Makes the ids of the calls that wait together distinct. Some servers give several calls
 * of one asking the same id: the second call gets {@code #2} behind its id, the third
 * {@code #3}, and the outputs are sent with the server's id again.
 *
 * @since 0.1.0
 */
public final class CallIds {

	/** The most calls that may wait together. */
	public static final int MAX_CALLS = 1000;

	private static final Pattern NUMBER = Pattern.compile("#[0-9]+$");

	private CallIds() {
	}

	/**
	 * Return an id that no other call has.
	 * @param id the id as the server knows it
	 * @param taken the ids of the other calls
	 * @return the id, with a number behind it if it is taken, or if it looks as if it had
	 * one
	 */
	public static String unique(String id, Collection<String> taken) {
		String unique = NUMBER.matcher(id).find() ? id + "#1" : id;
		for (int number = 2; taken.contains(unique); number++) {
			unique = id + "#" + number;
		}
		return unique;
	}

	/**
	 * Return the id as the server knows it.
	 * @param id the id of a {@link io.github.openairun.ToolCall}
	 * @return the server's id
	 */
	public static String ofServer(String id) {
		return NUMBER.matcher(id).replaceFirst("");
	}

}
