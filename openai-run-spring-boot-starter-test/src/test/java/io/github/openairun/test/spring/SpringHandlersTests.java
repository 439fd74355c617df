package io.github.openairun.test.spring;

import java.util.Locale;
import java.util.Map;

import javax.sql.DataSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.MDC;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;

import io.github.openairun.RunHandle;
import io.github.openairun.RunOperations;
import io.github.openairun.ToolHandler;
import io.github.openairun.autoconfigure.OpenAiRunAutoConfiguration;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Spring puts around handlers applies to them: a real transaction on a real
 * database, and real method security.
 */
class SpringHandlersTests {

	private static final String REPLIES = "%s and %s";

	private OpenAiSimulator simulator;

	@BeforeEach
	void start() {
		this.simulator = OpenAiSimulator.start();
		this.simulator.assistant("asst_support", (assistant) -> assistant.name("support").model("gpt"));
	}

	@AfterEach
	void stop() {
		this.simulator.close();
		SecurityContextHolder.clearContext();
	}

	@ParameterizedTest
	@EnumSource
	void aTransactionIsRolledBackWhenItsHandlerFailsAndTheModelGetsItsOutput(Wire wire) {
		this.simulator.when(anyMessage())
			.calls(call("book", Map.of("number", "17", "valid", false)),
					call("book", Map.of("number", "18", "valid", true)))
			.reply((outputs) -> REPLIES.formatted(outputs.getAll("book").get(0), outputs.getAll("book").get(1)));
		runner(wire).withUserConfiguration(Bookings.class).run((context) -> {
			String reply = context.getBean(RunOperations.class).execute("support", "Book 17 and 18").text();
			assertThat(reply).startsWith("{\"error\":{\"kind\":\"failed\"").endsWith(" and booked 18");
			assertThat(context.getBean(JdbcTemplate.class).queryForList("select number from booking", String.class))
				.containsExactly("18");
		});
	}

	@ParameterizedTest
	@EnumSource
	void methodSecurityDeniesAndTheModelIsTold(Wire wire) {
		this.simulator.when(anyMessage())
			.calls(call("readFile", Map.of()), call("readNotice", Map.of()))
			.reply((outputs) -> REPLIES.formatted(outputs.get("readFile"), outputs.get("readNotice")));
		runner(wire).withUserConfiguration(Files.class).run((context) -> {
			logIn("USER");
			String reply = context.getBean(RunOperations.class).execute("support", "Read my file").text();
			assertThat(reply).startsWith("{\"error\":{\"kind\":\"denied\",\"message\":\"Access was denied")
				.endsWith(" and notice for jane");
			assertThat(reply).doesNotContain("CLERK");
		});
	}

	@ParameterizedTest
	@EnumSource
	void whoStartedARunInTheBackgroundIsKnownToItsHandlersOnly(Wire wire) {
		this.simulator.when(anyMessage())
			.call("readNotice", Map.of())
			.call("readTicket", Map.of())
			.reply((outputs) -> REPLIES.formatted(outputs.get("readNotice"), outputs.get("readTicket")));
		runner(wire).withUserConfiguration(Files.class).run((context) -> {
			logIn("USER");
			MDC.put("ticket", "4711");
			RunHandle handle = context.getBean(RunOperations.class).start("support", "Read the notice");
			SecurityContextHolder.clearContext();
			MDC.clear();
			assertThat(handle.join().text()).isEqualTo("notice for jane and ticket 4711");
			RunHandle later = context.getBean(RunOperations.class).start("support", "Read the notice");
			assertThat(later.join().text()).startsWith("{\"error\":{\"kind\":\"failed\"").endsWith(" and ticket null");
		});
	}

	@ParameterizedTest
	@EnumSource
	void methodSecurityPermitsWhoMay(Wire wire) {
		this.simulator.when(anyMessage()).call("readFile", Map.of()).reply((outputs) -> outputs.get("readFile"));
		runner(wire).withUserConfiguration(Files.class).run((context) -> {
			logIn("CLERK");
			assertThat(context.getBean(RunOperations.class).execute("support", "Read my file").text())
				.isEqualTo("the file");
		});
	}

	@ParameterizedTest
	@EnumSource
	void whereNobodyIsLoggedInMethodSecurityDenies(Wire wire) {
		this.simulator.when(anyMessage()).call("readFile", Map.of()).reply((outputs) -> outputs.get("readFile"));
		runner(wire).withUserConfiguration(Files.class)
			.run((context) -> assertThat(context.getBean(RunOperations.class).execute("support", "Read my file").text())
				.contains("\"kind\":\"denied\""));
	}

	private static void logIn(String role) {
		SecurityContextHolder.getContext()
			.setAuthentication(new TestingAuthenticationToken("jane", "secret", "ROLE_" + role));
	}

	private ApplicationContextRunner runner(Wire wire) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(HttpClientAutoConfiguration.class,
					ImperativeHttpClientAutoConfiguration.class, RestClientAutoConfiguration.class,
					JacksonAutoConfiguration.class, OpenAiRunAutoConfiguration.class))
			.withPropertyValues("openai.run.wire=" + wire.name().toLowerCase(Locale.ROOT),
					"openai.base-url=" + this.simulator.baseUrl(), "openai.api-key=sk-test",
					"openai.run.assistants.support.id=asst_support", "openai.run.assistants.support.model=gpt",
					"openai.run.assistants.support.tools=*", "openai.run.poll.initial-interval=1ms");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	static class Bookings {

		@Bean
		EmbeddedDatabase database() {
			return new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2).generateUniqueName(true).build();
		}

		@Bean
		JdbcTransactionManager transactionManager(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

		@Bean
		JdbcTemplate jdbcTemplate(DataSource dataSource) {
			JdbcTemplate template = new JdbcTemplate(dataSource);
			template.execute("create table booking (number varchar(20))");
			return template;
		}

		@Bean
		BookingTools bookingTools(JdbcTemplate template) {
			return new BookingTools(template);
		}

	}

	static class BookingTools {

		private final JdbcTemplate template;

		BookingTools(JdbcTemplate template) {
			this.template = template;
		}

		@ToolHandler
		@Transactional
		public String book(String number, boolean valid) {
			this.template.update("insert into booking values (?)", number);
			if (!valid) {
				throw new IllegalStateException("not valid");
			}
			return "booked " + number;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	static class Files {

		@Bean
		FileTools fileTools() {
			return new FileTools();
		}

	}

	static class FileTools {

		@ToolHandler
		@PreAuthorize("hasRole('CLERK')")
		public String readFile() {
			return "the file";
		}

		@ToolHandler
		public String readTicket() {
			return "ticket " + MDC.get("ticket");
		}

		@ToolHandler
		public String readNotice() {
			return "notice for " + SecurityContextHolder.getContext().getAuthentication().getName();
		}

	}

}
