package io.github.openairun.tool;

import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;

import io.github.openairun.Run;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolContext;
import io.github.openairun.ToolDefinition;
import io.github.openairun.ToolHandler;
import io.github.openairun.ToolParam;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ContextParameterResolver} and {@link AuthenticationResolver}.
 */
class InjectedParameterTests {

	private static final Instant DEADLINE = Instant.parse("2026-11-22T10:00:00Z");

	private static ToolContextFixture tools;

	@BeforeAll
	static void start() {
		tools = ToolContextFixture.of(Handlers.class);
	}

	@AfterAll
	static void close() {
		tools.close();
	}

	@AfterEach
	void reset() {
		SecurityContextHolder.clearContext();
		LocaleContextHolder.resetLocaleContext();
	}

	@Test
	void theContextTellsEverythingAboutTheCall() {
		String output = tools.call("context", "{}",
				RoundContext.builder().round(3).deadline(DEADLINE).attributes(Map.of("user", "jane")));
		assertThat(output).isEqualTo("run_1 thread_1 call_1 context support 3 2026-11-22T10:00:00Z {tenant=acme} jane");
	}

	@Test
	void theContextOfAnUnknownDriveIsItsFirstRound() {
		assertThat(tools.call("context", "{}"))
			.isEqualTo("run_1 thread_1 call_1 context support 1 null {tenant=acme} null");
	}

	@Test
	void runAndCallAreGivenAmongArguments() {
		assertThat(tools.call("mixed", "{\"second\":2,\"first\":\"a\"}")).isEqualTo("run_1 a call_1 2");
	}

	@Test
	void theLocaleIsThatOfTheThread() {
		LocaleContextHolder.setLocale(Locale.CANADA_FRENCH);
		assertThat(tools.call("locale", "{}")).isEqualTo("fr_CA");
	}

	@Test
	void anAnnotatedLocaleIsAnArgument() {
		assertThat(tools.call("language", "{\"language\":\"pt\"}")).isEqualTo("pt");
	}

	@Test
	void injectedParametersAreNotDescribed() {
		assertThat(schema("mixed")).contains("\"required\":[\"first\",\"second\"]").doesNotContain("run", "call");
		assertThat(schema("context")).contains("\"properties\":{}");
		assertThat(schema("principal")).contains("\"properties\":{}");
	}

	@Test
	void injectedParametersCannotBeGivenByTheModel() {
		assertThat(tools.call("locale", "{\"locale\":\"de\"}")).contains("invalid_arguments", "'locale' is not known");
	}

	@Test
	void principalAndAuthenticationAreThoseOfSpringSecurity() {
		SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("jane", "secret"));
		assertThat(tools.call("principal", "{}")).isEqualTo("jane");
		assertThat(tools.call("authentication", "{}")).isEqualTo("jane");
	}

	@Test
	void aPrincipalThatIsNeededAndMissingFailsTheCallNeutrally() {
		try (CapturedLog log = new CapturedLog()) {
			assertThat(tools.call("principal", "{}")).contains("\"kind\":\"failed\"").doesNotContain("logged in");
			assertThat(log).asString().contains("There is no authentication of type java.security.Principal");
		}
	}

	@Test
	void aPrincipalThatMayBeMissingIsNull() {
		assertThat(tools.call("perhaps", "{}")).isEqualTo("nobody");
	}

	@Test
	void anAnonymousUserIsNobody() {
		SecurityContextHolder.getContext()
			.setAuthentication(
					new AnonymousAuthenticationToken("key", "guest", AuthorityUtils.createAuthorityList("A")));
		assertThat(tools.call("perhaps", "{}")).isEqualTo("nobody");
	}

	@Test
	void anAuthenticationOfAnotherTypeIsNone() {
		SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("jane", "secret"));
		assertThat(tools.call("special", "{}")).isEqualTo("nobody");
	}

	private static String schema(String tool) {
		ToolDefinition definition = tools.registry().find(tool);
		assertThat(definition).isNotNull();
		return definition.parameters();
	}

	static class Handlers {

		@ToolHandler
		String context(ToolContext context) {
			return String.join(" ",
					List.of(context.runId(), context.threadId(), context.callId(), context.toolName(),
							"" + context.assistant(), "" + context.round(), "" + context.deadline(),
							"" + context.metadata(), "" + context.attribute("user", String.class)));
		}

		@ToolHandler
		String mixed(Run run, String first, ToolCall call, int second) {
			return run.id() + " " + first + " " + call.id() + " " + second;
		}

		@ToolHandler
		String locale(Locale locale) {
			return locale.toString();
		}

		@ToolHandler
		String language(@ToolParam Locale language) {
			return language.toString();
		}

		@ToolHandler
		String principal(Principal principal) {
			return principal.getName();
		}

		@ToolHandler
		String authentication(Authentication authentication) {
			return authentication.getName();
		}

		@ToolHandler
		String perhaps(@Nullable Principal principal) {
			return (principal != null) ? principal.getName() : "nobody";
		}

		@ToolHandler
		String special(@Nullable AnonymousAuthenticationToken principal) {
			return (principal != null) ? principal.getName() : "nobody";
		}

	}

}
