package io.github.openairun.test.simulator;

/**
 * A behaviour that OpenAI's reference leaves open, other than the one that the simulator
 * shows by default.
 *
 * @since 0.1.0
 */
public enum Variant {

	/**
	 * A response on a conversation must not be a background one.
	 */
	NO_BACKGROUND_ON_CONVERSATIONS,

	/**
	 * A response needs an {@code input}, if only an empty list, although its conversation
	 * holds messages.
	 */
	NO_ABSENT_INPUT,

	/**
	 * A call that has got its output takes no second one.
	 */
	NO_DUPLICATE_OUTPUTS,

	/**
	 * Outputs of calls come with a response only; a conversation takes none as items.
	 */
	NO_POSTED_OUTPUTS,

	/**
	 * While a response works on a conversation, its metadata is locked as well.
	 */
	LOCKED_METADATA,

	/**
	 * The input of a response is added to its conversation before it works, instead of
	 * after it has completed.
	 */
	INPUT_SHOWN_AT_ONCE,

	/**
	 * The input of a response that fails, is cancelled or stays incomplete is added to
	 * its conversation all the same. The reference says that items are added after the
	 * response completes, and nothing about the other ends.
	 */
	INPUT_KEPT,

	/**
	 * An update of metadata is merged into what is there, instead of replacing it.
	 */
	METADATA_MERGED,

	/**
	 * A response that is not in the background goes on when its stream is left or breaks,
	 * instead of being cancelled. The reference says that closing the connection cancels
	 * it, and not what holds if the network breaks.
	 */
	LEFT_RESPONSES_GO_ON,

	/**
	 * Threads and runs exist only for the API key that created them, as for the keys of
	 * different projects.
	 */
	KEYS_APART,

	/**
	 * No answer says how long to wait before a run is read again, as on other servers
	 * than OpenAI's.
	 */
	NO_POLL_HINTS

}
