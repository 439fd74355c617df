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

	@Nested
	@Varied(properties = THREADS)
	class OpenAi extends AbstractResponsesContractTests {

		@Nested
		class RemoteApprovals extends AbstractRemoteApprovalContractTests {

			RemoteApprovals() {
				super(Wire.RESPONSES);
			}

		}

		@Nested
		class Differences extends AbstractDifferenceContractTests {

			Differences() {
				super(Wire.RESPONSES);
			}

		}

		@Nested
		class LostAnswers extends AbstractLostAnswerContractTests {

			LostAnswers() {
				super(Wire.RESPONSES);
			}

		}

		@Nested
		class Tenants extends AbstractTenantContractTests {

			Tenants() {
				super(Wire.RESPONSES);
			}

		}

	}

	/**
	 * Runs that wait for outputs do not wait for ever.
	 */
	@Nested
	@Varied(properties = { THREADS, "openai.run.expiry=10m" })
	class Expiring {

		@Nested
		class Endings extends AbstractEndingContractTests {

			Endings() {
				super(Wire.RESPONSES);
			}

		}

	}

	@Nested
	@Varied(profile = ServerProfile.OLLAMA, properties = THREADS)
	class Ollama extends AbstractResponsesContractTests {

	}

	@Nested
	@Varied(profile = ServerProfile.VLLM, properties = THREADS)
	class Vllm extends AbstractResponsesContractTests {

	}

	@Nested
	@Varied(profile = ServerProfile.LLAMA_CPP, properties = THREADS)
	class LlamaCpp extends AbstractResponsesContractTests {

	}

	@Nested
	@Varied(profile = ServerProfile.LM_STUDIO, properties = THREADS)
	class LmStudio extends AbstractResponsesContractTests {

	}

	@Nested
	@Varied(profile = ServerProfile.OPENROUTER, properties = THREADS)
	class OpenRouter extends AbstractResponsesContractTests {

	}

	@Nested
	@Varied(profile = ServerProfile.HUGGING_FACE, properties = THREADS)
	class HuggingFace extends AbstractResponsesContractTests {

	}

}
