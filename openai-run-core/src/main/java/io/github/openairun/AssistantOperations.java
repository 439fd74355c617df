package io.github.openairun;

/**
 * Looks up assistants: those of the application, and on wire {@code assistants} those of
 * the server.
 *
 * @since 0.1.0
 */
public interface AssistantOperations {

	/**
	 * Load an assistant.
	 * @param assistant the assistant's name, or its id on the server
	 * @return the assistant; on wire {@code assistants} as the server has it
	 * @throws AssistantNotFoundException if there is none; it names the known ones
	 */
	Assistant load(String assistant);

	/**
	 * List assistants: on wire {@code assistants} those on the server, on wire
	 * {@code responses} those of the application by name, oldest first meaning from A to
	 * Z.
	 * @param query the page
	 * @return the page
	 */
	CursorPage<Assistant> list(PageQuery query);

	/**
	 * Return the same operations with another API key; connections and pools are shared.
	 * @param apiKey the key, not blank
	 * @return operations that use the key
	 */
	AssistantOperations withApiKey(String apiKey);

}
