package io.github.openairun.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Lazy;
import org.springframework.util.unit.DataSize;

import io.github.openairun.web.WebhookVerifier;

/**
 * Properties of the webhooks that the server sends.
 *
 * @since 0.1.0
 */
@Lazy
@ConfigurationProperties("openai.webhook")
public class OpenAiWebhookProperties implements InitializingBean {

	static final String SECRET = "openai.webhook.secret";

	private static final Pattern PATH = Pattern.compile("(?:/[^\\s/{}*?#;]+)+");

	/**
	 * Signing secret of the webhook endpoint, which switches webhooks on.
	 */
	private @Nullable String secret;

	/**
	 * Further signing secrets that are accepted: the old one during a rotation, or those
	 * of other projects.
	 */
	private List<String> additionalSecrets = new ArrayList<>();

	/**
	 * Path of the endpoint of Spring MVC that receives webhooks.
	 */
	private String path = "/openai/webhook";

	/**
	 * Maximum size of the body of a webhook.
	 */
	private DataSize maxBodySize = DataSize.ofKilobytes(64);

	/**
	 * Longest pause between two polls of a run, if that is longer than
	 * 'openai.run.poll.max-interval'. Polls find what no webhook has reported.
	 */
	private Duration maxPollInterval = Duration.ofSeconds(30);

	public @Nullable String getSecret() {
		return this.secret;
	}

	public void setSecret(@Nullable String secret) {
		this.secret = secret;
	}

	public List<String> getAdditionalSecrets() {
		return this.additionalSecrets;
	}

	public void setAdditionalSecrets(List<String> additionalSecrets) {
		this.additionalSecrets = additionalSecrets;
	}

	public String getPath() {
		return this.path;
	}

	public void setPath(String path) {
		this.path = path;
	}

	public DataSize getMaxBodySize() {
		return this.maxBodySize;
	}

	public void setMaxBodySize(DataSize maxBodySize) {
		this.maxBodySize = maxBodySize;
	}

	public Duration getMaxPollInterval() {
		return this.maxPollInterval;
	}

	public void setMaxPollInterval(Duration maxPollInterval) {
		this.maxPollInterval = maxPollInterval;
	}

	/** Create the verifier. Failures name the property, but not its value. */
	WebhookVerifier verifier(Clock clock) {
		List<String> secrets = new ArrayList<>();
		add(secrets, SECRET, (this.secret != null) ? this.secret : "", clock);
		for (int i = 0; i < this.additionalSecrets.size(); i++) {
			add(secrets, "openai.webhook.additional-secrets[" + i + "]", this.additionalSecrets.get(i), clock);
		}
		return new WebhookVerifier(secrets, clock);
	}

	private static void add(List<String> secrets, String property, String secret, Clock clock) {
		try {
			new WebhookVerifier(List.of(secret), clock);
		}
		catch (IllegalArgumentException ex) {
			throw new RunConfigurationException(
					"The value of '" + property + "' is not a signing secret (it is not shown here): " + ex.getMessage()
							+ ".",
					"Set '" + property
							+ "' to the signing secret that OpenAI has shown when the webhook endpoint was created.",
					ex);
		}
		secrets.add(secret);
	}

	@Override
	public void afterPropertiesSet() {
		if (!PATH.matcher(this.path).matches()) {
			throw new InvalidConfigurationPropertyValueException("openai.webhook.path", this.path,
					"The value must be a path that begins with '/', without patterns, variables and a query.");
		}
		PropertyRange.under("openai.webhook")
			.between("max-body-size", this.maxBodySize, DataSize.ofKilobytes(1), DataSize.ofMegabytes(100))
			.positive("max-poll-interval", this.maxPollInterval);
	}

}
