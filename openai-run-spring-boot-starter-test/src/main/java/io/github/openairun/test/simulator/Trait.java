package io.github.openairun.test.simulator;

/**
 * A habit of a server that imitates OpenAI's Responses API.
 */
enum Trait {

	/** Requests need no key. */
	NO_KEY,

	/** Responses are stored, so that others can continue them. */
	STORES_RESPONSES,

	/** Responses may have the same id. */
	COLLIDING_IDS,

	/** The ids of calls begin again with each response. */
	REPEATED_CALL_IDS,

	/** Calls have a {@code call_id} and no {@code id}. */
	CALLS_WITHOUT_ID,

	/**
	 * A response tells the limit of output tokens that follows from the model's context,
	 * and the server refuses a limit that does not fit into the context.
	 */
	RESOLVED_LIMIT,

	/** Events have no name beside the type in their data. */
	EVENTS_WITHOUT_NAME,

	/** Events have no sequence number. */
	EVENTS_WITHOUT_NUMBER,

	/** The last event is {@code response.completed}, whatever the status. */
	LAST_EVENT_COMPLETED,

	/** A stream ends with {@code [DONE]}. */
	DONE_EVENT,

	/** Input is converted for the chat template of llama.cpp, which takes less. */
	CHAT_TEMPLATE

}
