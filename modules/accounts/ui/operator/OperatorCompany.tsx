import { CompanyPage } from '../CompanyPage.tsx';

export default function OperatorCompany() {
  return <CompanyPage base="/operator" />;
}
