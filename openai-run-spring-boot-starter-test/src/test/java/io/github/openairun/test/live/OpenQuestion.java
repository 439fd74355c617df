package io.github.openairun.test.live;

import java.util.Set;

import io.github.openairun.test.simulator.Variant;

/**
 * A question about wire {@code responses} that OpenAI's reference does not answer.
 */
enum OpenQuestion {

	BACKGROUND_ON_CONVERSATION("Is a background response on a conversation accepted?", true,
			Variant.NO_BACKGROUND_ON_CONVERSATIONS),

	ABSENT_INPUT("May a response do without input if its conversation has messages?", true, Variant.NO_ABSENT_INPUT),

	DUPLICATE_OUTPUT("Is a second output for an answered call accepted?", true, Variant.NO_DUPLICATE_OUTPUTS),

	POSTED_OUTPUT("Does a conversation take a tool output as an item?", true, Variant.NO_POSTED_OUTPUTS),

	METADATA_UNDER_LOCK("Can metadata be changed while a response works?", true, Variant.LOCKED_METADATA),

	INPUT_WHILE_WORKING("Does a conversation show the input of a response that still works?", false,
			Variant.INPUT_SHOWN_AT_ONCE),

	INPUT_AFTER_CANCEL("Is the input of a cancelled response kept?", false, Variant.INPUT_KEPT,
			Variant.INPUT_SHOWN_AT_ONCE),

	INPUT_AFTER_INCOMPLETE("Is the input of an incomplete response kept?", false, Variant.INPUT_KEPT,
			Variant.INPUT_SHOWN_AT_ONCE),

	METADATA_REPLACED("Does new metadata of a conversation replace the old as a whole?", true, Variant.METADATA_MERGED),

	LEFT_RESPONSE("Is a response cancelled when its client leaves its stream?", true, Variant.LEFT_RESPONSES_GO_ON);

	private final String text;

	private final boolean assumption;

	private final Set<Variant> opposites;

	OpenQuestion(String text, boolean assumption, Variant... opposites) {
		this.text = text;
		this.assumption = assumption;
		this.opposites = Set.of(opposites);
	}

	String text() {
		return this.text;
	}

	/**
	 * Return what the simulator answers by default.
	 */
	boolean assumption() {
		return this.assumption;
	}

	/**
	 * Return the variants of the simulator that answer the opposite.
	 */
	Set<Variant> opposites() {
		return this.opposites;
	}

}
