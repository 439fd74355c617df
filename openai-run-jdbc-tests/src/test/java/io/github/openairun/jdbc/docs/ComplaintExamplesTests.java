package io.github.openairun.jdbc.docs;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.github.openairun.test.simulator.MessageMatcher;
import io.github.openairun.test.simulator.OpenAiSimulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of docs/durable.md.
 */
class ComplaintExamplesTests {

	@Test
	void aComplaintIsAnswered() throws Exception {
		try (OpenAiSimulator simulator = OpenAiSimulator.start()) {
			simulator.when(MessageMatcher.anyMessage()).reply("We are sorry.");
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Complaining.class)
				.properties("openai.api-key=none", "openai.base-url=" + simulator.baseUrl(),
						"openai.run.assistants.support.model=gpt-4.1", "db-scheduler.polling-interval=100ms",
						"spring.datasource.url=jdbc:h2:mem:complaints", "spring.main.banner-mode=off")
				.run()) {
				context.getBean(ComplaintDesk.class).complaintReceived("c1", "It is broken");
				Complaints complaints = context.getBean(Complaints.class);
				assertThat(complaints.awaitReply("c1", 20)).isEqualTo("We are sorry.");
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Complaints.class, ComplaintDesk.class, Replies.class })
	static class Complaining {

	}

}
