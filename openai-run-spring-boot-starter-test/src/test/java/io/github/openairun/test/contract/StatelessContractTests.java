package io.github.openairun.test.contract;

import org.junit.jupiter.api.Nested;

import io.github.openairun.test.simulator.ServerProfile;

/**
 * Runs the contract on threads that the application keeps, against servers of several
 * kinds. The applications of a test share the store, as they would share a database.
 */
class StatelessContractTests {

	private static final String THREADS = "openai.run.threads=application";

	@Nested
	@Varied(properties = THREADS)
	class OpenAi extends AbstractResponsesContractTests {

	}

	@Nested
	@Varied(profile = ServerProfile.OLLAMA, properties = THREADS)
	class Ollama extends AbstractToolCallContractTests {

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
	class LmStudio extends AbstractToolCallContractTests {

	}

	@Nested
	@Varied(profile = ServerProfile.OPENROUTER, properties = THREADS)
	class OpenRouter extends AbstractToolCallContractTests {

	}

	@Nested
	@Varied(profile = ServerProfile.HUGGING_FACE, properties = THREADS)
	class HuggingFace extends AbstractToolCallContractTests {

	}

}
