package io.github.openairun;

/**
 * Creates, modifies and deletes assistants on the server.
 * <p>
 * Every method throws {@link UnsupportedRunOperationException} on a wire that lacks
 * {@link RunCapability#MANAGE_ASSISTANTS}.
 *
 * @since 0.1.0
 */
public interface AssistantAdminOperations {

	/**
	 * Create an assistant on the server.
	 * @param assistant the assistant; its model is required, its tools are registered
	 * ones
	 * @return the assistant with its id
	 */
	Assistant create(Assistant assistant);

	/**
	 * Change an assistant on the server; what is left open stays as it is.
	 * @param assistant the assistant; its id is required
	 * @return the changed assistant
	 * @throws AssistantNotFoundException if there is none with its id
	 */
	Assistant modify(Assistant assistant);

	/**
	 * Delete an assistant on the server.
	 * @param assistantId the assistant's id
	 * @throws AssistantNotFoundException if there is none
	 */
	void delete(String assistantId);

	/**
	 * Return the same operations with another API key; connections and pools are shared.
	 * @param apiKey the key, not blank
	 * @return operations that use the key
	 */
	AssistantAdminOperations withApiKey(String apiKey);

}
