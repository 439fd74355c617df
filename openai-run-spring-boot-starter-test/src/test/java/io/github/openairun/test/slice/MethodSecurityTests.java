package io.github.openairun.test.slice;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;

import io.github.openairun.ToolHandler;
import io.github.openairun.ToolOutcome;
import io.github.openairun.test.OpenAiRunTest;
import io.github.openairun.test.ToolTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handlers that demand permissions, in a slice with and without method security.
 */
class MethodSecurityTests {

	@Nested
	@OpenAiRunTest(tools = VaultTools.class, properties = "logging.level.io.github.openairun.test=warn")
	@ExtendWith(OutputCaptureExtension.class)
	class WithoutMethodSecurity {

		@Autowired
		ToolTester tools;

		@Test
		void handlerIsCalledAndTheSliceWarns(CapturedOutput output) {
			assertThat(this.tools.call("openVault", "{}").outcome()).isEqualTo(ToolOutcome.SUCCESS);
			assertThat(output.getAll()).contains("[VaultTools.openVault] demand permissions")
				.contains("@EnableMethodSecurity");
		}

	}

	@Nested
	@OpenAiRunTest(tools = VaultTools.class)
	@Import(SecurityConfiguration.class)
	@ExtendWith(OutputCaptureExtension.class)
	class WithMethodSecurity {

		@Autowired
		ToolTester tools;

		@Test
		void handlerIsDeniedAsInProduction(CapturedOutput output) {
			assertThat(this.tools.call("openVault", "{}").outcome()).isEqualTo(ToolOutcome.DENIED);
			assertThat(output.getAll()).doesNotContain("demand permissions");
		}

	}

	@EnableMethodSecurity
	static class SecurityConfiguration {

	}

	static class VaultTools {

		@ToolHandler(description = "Opens the vault")
		@PreAuthorize("hasRole('CLERK')")
		public String openVault() {
			return "open";
		}

	}

}
