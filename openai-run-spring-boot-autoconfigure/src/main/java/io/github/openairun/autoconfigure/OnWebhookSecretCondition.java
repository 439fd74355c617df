package io.github.openairun.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Matches if there is a secret for webhooks. An empty one counts as not set, as an empty
 * API key does.
 */
class OnWebhookSecretCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Secret of webhooks");
		boolean set = StringUtils.hasText(context.getEnvironment().getProperty(OpenAiWebhookProperties.SECRET));
		return set ? ConditionOutcome.match(message.found("property").items(OpenAiWebhookProperties.SECRET))
				: ConditionOutcome.noMatch(message.didNotFind("property").items(OpenAiWebhookProperties.SECRET));
	}

}
