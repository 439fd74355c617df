package io.github.openairun.samples.quickstart;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.AotDetector;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the sample from the classes that the build made ahead of time; the build asks for
 * it once they exist.
 */
@ExtendWith(OutputCaptureExtension.class)
class AotQuickstartCheck {

	@Test
	void generatedClassesAreUsed() {
		assertThat(AotDetector.useGeneratedArtifacts()).isTrue();
		assertThat(
				ClassUtils.isPresent(QuickstartApplication.class.getName() + "__ApplicationContextInitializer", null))
			.isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "responses", "assistants" })
	void printsTheRunAsItHappens(String wire, CapturedOutput output) {
		QuickstartApplication.main(new String[] { "--openai.run.wire=" + wire });
		assertThat(output.getOut()).startsWith("Offline: a simulator inside this application plays the server.")
			.contains("wire    " + wire)
			.containsSubsequence("status  requires_action", "call    findOrder {\"number\":\"17\"}",
					"output  quoteRefund {\"amount\":49.90,\"terms\":\"We pay the return\"}", "status  completed",
					"reply   findOrder says: {\"number\":\"17\"");
	}

}
