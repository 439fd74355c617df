package io.github.openairun.test.contract;

import org.junit.jupiter.api.Nested;

import io.github.openairun.test.simulator.Variant;
import io.github.openairun.test.simulator.Wire;

/**
 * Repeats the contract of wire {@code responses} with everything that OpenAI's reference
 * leaves open the other way round, and with the wire's own options.
 */
class ResponsesVariantContractTests {

	@Nested
	@Varied({ Variant.NO_ABSENT_INPUT, Variant.NO_DUPLICATE_OUTPUTS, Variant.METADATA_MERGED })
	class StricterServer extends ResponsesContractTests {

	}

	@Nested
	@Varied(Variant.INPUT_SHOWN_AT_ONCE)
	class InputShownAtOnce extends ResponsesContractTests {

	}

	@Nested
	@Varied(Variant.INPUT_KEPT)
	class InputKept extends ResponsesContractTests {

	}

	@Nested
	@Varied(properties = "openai.run.responses.link-store=conversation")
	class LinksInConversations extends ResponsesContractTests {

	}

	/**
	 * What a server leaves open then, the next run on the thread mends.
	 */
	@Nested
	@Varied(value = Variant.NO_POSTED_OUTPUTS, properties = { "openai.run.responses.repair-dangling-calls=true",
			"openai.run.responses.link-store=conversation" })
	class OutputsWithResponsesOnly extends ResponsesContractTests {

	}

	/**
	 * Links that cannot be written are worked out from the items, except that the run
	 * that keeps a thread busy has no name.
	 */
	@Nested
	@Varied(value = Variant.LOCKED_METADATA, properties = "openai.run.responses.link-store=conversation")
	class LinksThatCannotBeWritten {

		@Nested
		class Executions extends AbstractExecutionContractTests {

			Executions() {
				super(Wire.RESPONSES);
			}

		}

		@Nested
		class Failures extends AbstractFailureContractTests {

			Failures() {
				super(Wire.RESPONSES);
			}

		}

	}

	/**
	 * The gateway switches by itself, and remembers it.
	 */
	@Nested
	@Varied(value = Variant.NO_BACKGROUND_ON_CONVERSATIONS, separate = true)
	class BackgroundRefused extends AbstractToolOutputContractTests {

		BackgroundRefused() {
			super(Wire.RESPONSES);
		}

	}

	/**
	 * Nothing is seen of a run while it works, so nothing about waiting holds.
	 */
	@Nested
	@Varied(value = Variant.NO_BACKGROUND_ON_CONVERSATIONS, properties = "openai.run.responses.background=off")
	class InTheForeground {

		@Nested
		class ToolOutputs extends AbstractToolOutputContractTests {

			ToolOutputs() {
				super(Wire.RESPONSES);
			}

		}

		@Nested
		class Threads extends AbstractThreadContractTests {

			Threads() {
				super(Wire.RESPONSES);
			}

		}

		@Nested
		class Assistants extends AbstractAssistantContractTests {

			Assistants() {
				super(Wire.RESPONSES);
			}

		}

	}

}
