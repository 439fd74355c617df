package io.github.openairun.autoconfigure;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.interceptor.TransactionAttribute;
import org.springframework.transaction.interceptor.TransactionAttributeSource;
import org.springframework.util.StringUtils;

import io.github.openairun.Delivery;
import io.github.openairun.ToolRegistration;
import io.github.openairun.tool.ToolDeclarationException;
import io.github.openairun.tool.ToolHandlerVerifier;

/**
 * Refuses exactly-once handlers whose annotations take them out of the transaction in
 * which their answer is recorded.
 */
class ExactlyOnceVerifier implements ToolHandlerVerifier {

	private final BeanFactory beanFactory;

	private final PlatformTransactionManager transactionManager;

	private final TransactionAttributeSource attributes = new AnnotationTransactionAttributeSource(false);

	/**
	 * Create a verifier.
	 * @param beanFactory has the transaction managers
	 * @param transactionManager that of the records
	 */
	ExactlyOnceVerifier(BeanFactory beanFactory, PlatformTransactionManager transactionManager) {
		this.beanFactory = beanFactory;
		this.transactionManager = transactionManager;
	}

	@Override
	public void verify(Class<?> type, Method method, ToolRegistration.Execution settings, String place) {
		if (settings.delivery() != Delivery.EXACTLY_ONCE) {
			return;
		}
		TransactionAttribute attribute = this.attributes.getTransactionAttribute(method, type);
		if (attribute == null) {
			return;
		}
		String outside = outside(attribute.getPropagationBehavior());
		if (outside != null) {
			throw refused(place, "its @Transactional has the propagation " + outside,
					"Leave the propagation at REQUIRED");
		}
		String qualifier = attribute.getQualifier();
		if (StringUtils.hasText(qualifier) && !isOfRecords(qualifier)) {
			throw refused(place,
					"its @Transactional names the transaction manager '" + qualifier
							+ "', which is not that of the records of durable runs",
					"Name no other transaction manager");
		}
	}

	private static @Nullable String outside(int propagation) {
		return switch (propagation) {
			case TransactionDefinition.PROPAGATION_REQUIRES_NEW -> "REQUIRES_NEW";
			case TransactionDefinition.PROPAGATION_NOT_SUPPORTED -> "NOT_SUPPORTED";
			case TransactionDefinition.PROPAGATION_NEVER -> "NEVER";
			default -> null;
		};
	}

	private boolean isOfRecords(String qualifier) {
		try {
			return BeanFactoryAnnotationUtils.qualifiedBeanOfType(this.beanFactory, TransactionManager.class,
					qualifier) == this.transactionManager;
		}
		catch (NoSuchBeanDefinitionException ex) {
			return false;
		}
	}

	private static ToolDeclarationException refused(String place, String reason, String remedy) {
		return new ToolDeclarationException(
				"The tool handler " + place + " has delivery EXACTLY_ONCE, but " + reason
						+ ": it would not work in the transaction in which its answer is recorded.",
				remedy + ", or choose the delivery AT_MOST_ONCE or AT_LEAST_ONCE.");
	}

}
