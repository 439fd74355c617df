package io.github.openairun.test.simulator;

/**
 * What a request asks the server to do, in one vocabulary for both wires. A thread is a
 * conversation on wire {@link Wire#RESPONSES}, a message is one of its items, and a run
 * is a response; a response that is created with tool outputs counts as
 * {@link #SUBMIT_TOOL_OUTPUTS}.
 *
 * @since 0.1.0
 */
public enum Operation {

	/** Create an assistant; only on wire {@link Wire#ASSISTANTS}. */
	CREATE_ASSISTANT,

	/** List assistants; only on wire {@link Wire#ASSISTANTS}. */
	LIST_ASSISTANTS,

	/** Read one assistant; only on wire {@link Wire#ASSISTANTS}. */
	GET_ASSISTANT,

	/** Change an assistant; only on wire {@link Wire#ASSISTANTS}. */
	MODIFY_ASSISTANT,

	/** Delete an assistant; only on wire {@link Wire#ASSISTANTS}. */
	DELETE_ASSISTANT,

	/** Create a thread or a conversation. */
	CREATE_THREAD,

	/** Read a thread or a conversation. */
	GET_THREAD,

	/** Change the metadata of a thread or a conversation. */
	MODIFY_THREAD,

	/** Delete a thread or a conversation. */
	DELETE_THREAD,

	/** Add a message to a thread, or items to a conversation. */
	ADD_MESSAGE,

	/** List the messages of a thread, or the items of a conversation. */
	LIST_MESSAGES,

	/** Read one message or item. */
	GET_MESSAGE,

	/** Change the metadata of a message; only on wire {@link Wire#ASSISTANTS}. */
	MODIFY_MESSAGE,

	/** Delete a message or an item. */
	DELETE_MESSAGE,

	/** Create a run, or a response without tool outputs. */
	CREATE_RUN,

	/** Create a thread and a run in one; only on wire {@link Wire#ASSISTANTS}. */
	CREATE_THREAD_AND_RUN,

	/** List the runs of a thread; only on wire {@link Wire#ASSISTANTS}. */
	LIST_RUNS,

	/** Read a run or a response. */
	GET_RUN,

	/** Follow a response by a stream again; only on wire {@link Wire#RESPONSES}. */
	RESUME_STREAM,

	/** Change the metadata of a run; only on wire {@link Wire#ASSISTANTS}. */
	MODIFY_RUN,

	/** Delete a response; only on wire {@link Wire#RESPONSES}. */
	DELETE_RUN,

	/** Answer the calls of a run, or create a response with tool outputs. */
	SUBMIT_TOOL_OUTPUTS,

	/** Cancel a run or a response. */
	CANCEL_RUN,

	/** List the steps of a run; only on wire {@link Wire#ASSISTANTS}. */
	LIST_STEPS,

	/** Read one step of a run; only on wire {@link Wire#ASSISTANTS}. */
	GET_STEP,

	/** List the input items of a response; only on wire {@link Wire#RESPONSES}. */
	LIST_INPUT_ITEMS,

	/** Replace items by one that stands for them; only on wire {@link Wire#RESPONSES}. */
	COMPACT,

	/** Count the tokens of an input; only on wire {@link Wire#RESPONSES}. */
	COUNT_INPUT_TOKENS,

	/** List the models. */
	LIST_MODELS,

	/** Read one model. */
	GET_MODEL

}
