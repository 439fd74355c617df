package io.github.openairun.test.contract;

import org.junit.jupiter.api.Nested;

import io.github.openairun.test.simulator.ServerProfile;
import io.github.openairun.test.simulator.Wire;

/**
 * Runs the contract on threads that the application keeps, against servers of several
 * kinds. The applications of a test share the store, as they would share a database.
 */
class StatelessContractTests {

	private static final String THREADS = "openai.run.threads=application";

	/**
	 * What depends on how a server answers.
	 */
	abstract static class Conversation {

		@Nested
		class ToolOutputs extends AbstractToolOutputContractTests {

			ToolOutputs() {
				super(Wire.RESPONSES);
			}

		}

		@Nested
		class Executions extends AbstractExecutionContractTests {

			Executions() {
				super(Wire.RESPONSES);
			}

		}

	}

	/**
	 * Everything that does not depend on a server which works on a run by itself.
	 */
	abstract static class Contract extends Conversation {

		@Nested
		class Runs extends AbstractRunContractTests {

			Runs() {
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

		@Nested
		class Limits extends AbstractLimitContractTests {

			Limits() {
				super(Wire.RESPONSES);
			}

		}

		@Nested
		class Instances extends AbstractInstanceContractTests {

			Instances() {
				super(Wire.RESPONSES);
			}

		}

		@Nested
		class Endings extends AbstractEndingContractTests {

			Endings() {
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

	@Nested
	@Varied(properties = THREADS)
	class OpenAi extends Contract {

	}

	@Nested
	@Varied(profile = ServerProfile.OLLAMA, properties = THREADS)
	class Ollama extends Conversation {

	}

	@Nested
	@Varied(profile = ServerProfile.VLLM, properties = THREADS)
	class Vllm extends Contract {

	}

	@Nested
	@Varied(profile = ServerProfile.LLAMA_CPP, properties = THREADS)
	class LlamaCpp extends Contract {

	}

	@Nested
	@Varied(profile = ServerProfile.LM_STUDIO, properties = THREADS)
	class LmStudio extends Conversation {

	}

	@Nested
	@Varied(profile = ServerProfile.OPENROUTER, properties = THREADS)
	class OpenRouter extends Conversation {

	}

	@Nested
	@Varied(profile = ServerProfile.HUGGING_FACE, properties = THREADS)
	class HuggingFace extends Conversation {

	}

}
