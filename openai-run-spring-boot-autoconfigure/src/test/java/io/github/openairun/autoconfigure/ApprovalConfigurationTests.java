package io.github.openairun.autoconfigure;

import java.time.Duration;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.annotation.Order;

import io.github.openairun.Approval;
import io.github.openairun.ApprovalAdvice;
import io.github.openairun.ApprovalRequest;
import io.github.openairun.DeferredOutputs;
import io.github.openairun.ToolApprovalPolicy;
import io.github.openairun.ToolApprovals;
import io.github.openairun.ToolHandler;
import io.github.openairun.engine.AssistantCatalog;
import io.github.openairun.engine.RunApprovals;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ApprovalConfiguration} and {@link ApprovalNotice}.
 */
class ApprovalConfigurationTests {

	private static final String NOTICE = "are lost when the application stops";

	private final Logger logger = (Logger) LoggerFactory.getLogger(ApprovalNotice.class);

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RestClientAutoConfiguration.class, JacksonAutoConfiguration.class,
				OpenAiRunAutoConfiguration.class))
		.withPropertyValues("openai.api-key=none");

	@BeforeEach
	void readTheLog() {
		this.log.start();
		this.logger.setLevel(Level.INFO);
		this.logger.addAppender(this.log);
	}

	@AfterEach
	void leaveTheLog() {
		this.logger.detachAppender(this.log);
		this.logger.setLevel(null);
	}

	private List<String> messages() {
		return this.log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

	@Test
	void callsWaitAsLongAsTheirRunByDefault() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(ToolApprovals.class).hasSingleBean(DeferredOutputs.class);
			assertThat(context.getBean(RunApprovals.class).rules()).isEqualTo(RunApprovals.Rules.defaults());
		});
		assertThat(messages()).noneMatch((message) -> message.contains(NOTICE));
	}

	@Test
	void propertiesSetTheRules() {
		this.runner
			.withPropertyValues("openai.run.approval.timeout=2h", "openai.run.approval.on-expiry=cancel",
					"openai.run.approval.round=all")
			.run((context) -> assertThat(context.getBean(RunApprovals.class).rules()).isEqualTo(
					new RunApprovals.Rules(Duration.ofHours(2), RunApprovals.OnExpiry.CANCEL, RunApprovals.Round.ALL)));
	}

	@Test
	void timeoutMustBePositive() {
		this.runner.withPropertyValues("openai.run.approval.timeout=0s")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("openai.run.approval.timeout")
				.hasStackTraceContaining("greater than 0"));
	}

	@Test
	void policiesAreAskedInTheirOrder() {
		this.runner.withBean(SecondPolicy.class)
			.withBean(FirstPolicy.class)
			.run((context) -> assertThat(context.getBean(RunApprovals.class).policies())
				.hasExactlyElementsOfTypes(FirstPolicy.class, SecondPolicy.class));
	}

	@Test
	void assistantNamesToolsThatNeedAnApproval() {
		this.runner.withBean(Tools.class)
			.withPropertyValues("openai.run.assistants.support.model=gpt",
					"openai.run.assistants.support.approval=look,group:payments")
			.run((context) -> assertThat(context.getBean(AssistantCatalog.class).find("support").approval())
				.containsExactly("look", "group:payments"));
	}

	@Test
	void unknownToolIsReportedAtStart() {
		this.runner.withBean(Tools.class)
			.withPropertyValues("openai.run.assistants.support.model=gpt", "openai.run.assistants.support.approval=lok")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("There is no tool 'lok'")
				.hasStackTraceContaining("support"));
	}

	@Test
	void startSaysWhatCallsThatWaitDoNotSurvive() {
		this.runner.withBean(Tools.class).run((context) -> assertThat(context).hasNotFailed());
		assertThat(messages()).singleElement().asString().contains(NOTICE);
	}

	@Test
	void startSaysThatRunsOfWireAssistantsExpire() {
		this.runner.withBean(Tools.class)
			.withPropertyValues("openai.run.wire=assistants")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(messages()).filteredOn((message) -> message.contains("ten minutes")).hasSize(1);
	}

	@Order(1)
	static class FirstPolicy implements ToolApprovalPolicy {

		@Override
		public ApprovalAdvice advise(ApprovalRequest request) {
			return ApprovalAdvice.undecided();
		}

	}

	@Order(2)
	static class SecondPolicy implements ToolApprovalPolicy {

		@Override
		public ApprovalAdvice advise(ApprovalRequest request) {
			return ApprovalAdvice.proceed();
		}

	}

	static class Tools {

		@ToolHandler
		String look(String what) {
			return what;
		}

		@ToolHandler(group = "payments", approval = Approval.REQUIRED)
		String refund(String order) {
			return order;
		}

	}

}
