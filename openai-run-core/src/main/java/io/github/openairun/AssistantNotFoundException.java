package io.github.openairun;

import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * There is no assistant with this name or id.
 *
 * @since 0.1.0
 */
public class AssistantNotFoundException extends RunException {

	private static final long serialVersionUID = 1;

	private final String assistant;

	private final List<String> known;

	private final String remedy;

	/**
	 * Create an exception.
	 * @param assistant the requested name or id
	 * @param known the names of the configured assistants, as far as they are known
	 * @param remedy what to do about it, as a sentence
	 * @param cause the response of the server, or {@code null} if there was no request
	 */
	public AssistantNotFoundException(String assistant, Collection<String> known, String remedy,
			@Nullable ApiException cause) {
		super("There is no assistant '" + assistant + "'"
				+ (known.isEmpty() ? "" : "; known are " + String.join(", ", known)) + ". " + remedy, cause);
		this.assistant = assistant;
		this.known = List.copyOf(known);
		this.remedy = remedy;
	}

	/**
	 * Return the requested name or id.
	 * @return the name or id
	 */
	public String assistant() {
		return this.assistant;
	}

	/**
	 * Return the names of the configured assistants.
	 * @return the names
	 */
	public List<String> known() {
		return this.known;
	}

	/**
	 * Return what to do about it.
	 * @return a sentence
	 */
	public String remedy() {
		return this.remedy;
	}

}
