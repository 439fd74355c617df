package io.github.openairun.test.security;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

import io.github.openairun.ToolHandler;
import io.github.openairun.ToolOutcome;
import io.github.openairun.test.OpenAiRunTest;
import io.github.openairun.test.ToolTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for handlers that demand permissions, in an application whose configuration of
 * method security is found by a component scan.
 */
@OpenAiRunTest(tools = ScannedMethodSecurityTests.VaultTools.class)
class ScannedMethodSecurityTests {

	@Autowired
	ToolTester tools;

	@AfterEach
	void logOut() {
		SecurityContextHolder.clearContext();
	}

	@Test
	void handlerIsDeniedAsInProduction() {
		assertThat(this.tools.call("openVault", "{}").outcome()).isEqualTo(ToolOutcome.DENIED);
	}

	@Test
	void beansOfTheConfigurationApply() {
		SecurityContextHolder.getContext()
			.setAuthentication(new TestingAuthenticationToken("ada", null, "ROLE_MANAGER"));
		assertThat(this.tools.call("openVault", "{}").outcome()).isEqualTo(ToolOutcome.SUCCESS);
	}

	@Test
	void configurationOfTheWebIsLeftOut(@Autowired ApplicationContext context) {
		assertThat(context.getBeansOfType(MethodSecurityConfiguration.class)).hasSize(1);
		assertThat(context.getBeansOfType(WebSecurityConfiguration.class)).isEmpty();
	}

	static class VaultTools {

		@ToolHandler(description = "Opens the vault")
		@PreAuthorize("hasRole('CLERK')")
		public String openVault() {
			return "open";
		}

	}

}
